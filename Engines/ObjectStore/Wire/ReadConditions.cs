namespace OrleansLld.ObjectStore.Wire;

/// <summary>Whether a conditional read goes on.</summary>
public enum ConditionOutcome
{
    /// <summary>It does.</summary>
    Holds,

    /// <summary>The caller has the object as it is: 304.</summary>
    NotModified,

    /// <summary>The object is not what the caller expects: 412.</summary>
    Failed,
}

/// <summary>
/// The conditions of a read or of a copy's source, in the order of RFC 9110: a tag that was given counts for more than a time, which then
/// is not looked at. What is no time is not looked at either.
/// </summary>
/// <param name="IfMatch">The tags one of which the object must have; null for no matter.</param>
/// <param name="IfNoneMatch">The tags none of which it may have; null for no matter.</param>
/// <param name="IfModifiedSince">It must have changed after this; null for no matter.</param>
/// <param name="IfUnmodifiedSince">It must not have changed after this; null for no matter.</param>
public readonly record struct ReadConditions(string? IfMatch, string? IfNoneMatch, string? IfModifiedSince, string? IfUnmodifiedSince)
{
    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => IfMatch is null && IfNoneMatch is null && IfModifiedSince is null && IfUnmodifiedSince is null;

    /// <summary>Holds the conditions against an object.</summary>
    /// <param name="tag">Its entity tag, without quotes.</param>
    /// <param name="modifiedAt">When it was written; headers know seconds only.</param>
    /// <param name="condition">The condition that does not hold, by its name; empty where all do.</param>
    public ConditionOutcome Check(string tag, DateTimeOffset modifiedAt, out string condition)
    {
        var modified = modifiedAt.ToUnixTimeSeconds();
        condition = "If-Match";
        if (IfMatch is not null && !EntityTagParser.Lists(IfMatch, tag))
            return ConditionOutcome.Failed;
        condition = "If-Unmodified-Since";
        if (IfMatch is null && HttpDateParser.TryParse(IfUnmodifiedSince, out var until) && modified > until.ToUnixTimeSeconds())
            return ConditionOutcome.Failed;
        condition = "If-None-Match";
        if (IfNoneMatch is not null && EntityTagParser.Lists(IfNoneMatch, tag))
            return ConditionOutcome.NotModified;
        condition = "If-Modified-Since";
        if (IfNoneMatch is null && HttpDateParser.TryParse(IfModifiedSince, out var since) && modified <= since.ToUnixTimeSeconds())
            return ConditionOutcome.NotModified;
        condition = "";
        return ConditionOutcome.Holds;
    }
}
