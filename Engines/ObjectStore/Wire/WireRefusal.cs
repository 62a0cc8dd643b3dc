namespace OrleansLld.ObjectStore.Wire;

/// <summary>Why a request's text is refused.</summary>
/// <param name="Fault">The kind, which is an S3 error of nearly that name.</param>
/// <param name="Sentence">What a person can act on; empty where the error's own sentence says it all.</param>
/// <param name="Argument">The header or element that is meant; empty for none.</param>
/// <param name="Value">What stood there; empty for none.</param>
public sealed record WireRefusal(WireFault Fault, string Sentence = "", string Argument = "", string Value = "");

/// <summary>The S3 errors that a request's text alone can cause.</summary>
public enum WireFault
{
    MalformedXml,
    MalformedAcl,
    MalformedPolicy,
    InvalidTag,
    InvalidArgument,
    InvalidRequest,
    UnresolvableGrantByEmailAddress,
    IllegalVersioningConfiguration,
    NotImplemented,
}

/// <summary>What a parser made of a text.</summary>
/// <param name="Value">The result; meaningless when it is refused.</param>
/// <param name="Refusal">Why there is none; null when there is.</param>
public readonly record struct Parsed<T>(T Value, WireRefusal? Refusal)
{
    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(WireRefusal refusal) => new(default!, refusal);
}
