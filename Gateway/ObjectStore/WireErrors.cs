using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What parsers refuse, in the words of S3.</summary>
internal static class WireErrors
{
    /// <summary>What was parsed; where it was refused, the call is.</summary>
    public static T? Take<T>(this ObjectStoreCall call, Parsed<T> parsed)
    {
        if (parsed.Refusal is not { } refusal)
            return parsed.Value;
        call.Refuse(Of(refusal));
        return default;
    }

    public static S3Error Of(WireRefusal refusal)
    {
        var error = refusal.Fault switch
        {
            WireFault.MalformedXml => S3Error.MalformedXML,
            WireFault.MalformedAcl => S3Error.MalformedACLError,
            WireFault.MalformedPolicy => S3Error.MalformedPolicy,
            WireFault.InvalidTag => S3Error.InvalidTag,
            WireFault.InvalidArgument => S3Error.InvalidArgument,
            WireFault.InvalidRequest => S3Error.InvalidRequest,
            WireFault.UnresolvableGrantByEmailAddress => S3Error.UnresolvableGrantByEmailAddress,
            WireFault.IllegalVersioningConfiguration => S3Error.IllegalVersioningConfigurationException,
            WireFault.NotImplemented => S3Error.NotImplemented,
            _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
        };
        if (refusal.Sentence.Length > 0)
            error = error with { Message = refusal.Sentence };
        return refusal.Argument.Length > 0 ? error with { Details = DetailsOf(refusal) } : error;
    }

    private static ImmutableArray<(string Name, string Value)> DetailsOf(WireRefusal refusal) => refusal.Fault == WireFault.InvalidTag
        ? [(refusal.Argument, refusal.Value)]
        : [("ArgumentName", refusal.Argument), ("ArgumentValue", refusal.Value)];
}
