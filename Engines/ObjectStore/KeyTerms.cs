using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>Whether a bucket keeps what is overwritten and deleted.</summary>
public enum VersionKeeping
{
    Off,
    Enabled,
    Suspended,
}

/// <summary>How a command on a key ended, in the order in which it is checked.</summary>
public enum KeyOutcome
{
    Done,
    NoSuchKey,
    NoSuchVersion,
    IsDeleteMarker,
    PreconditionFailed,
}

/// <summary>What must hold of a version; a key without one, or with a delete marker as its newest, has no object.</summary>
/// <param name="IfAbsent">There is no object.</param>
/// <param name="IfETag">It has this ETag; <c>*</c> for any object at all; null for no matter.</param>
/// <param name="IfModifiedUs">If there is an object, it was written in the second of this time; null for no matter.</param>
/// <param name="IfBytes">If there is an object, it has this size; null for no matter.</param>
public sealed record KeyCondition(bool IfAbsent, string? IfETag, long? IfModifiedUs, long? IfBytes)
{
    private const long UsASecond = 1_000_000;

    public static KeyCondition None { get; } = new(false, null, null, null);

    public KeyOutcome Check(IndexVersion? version)
    {
        var found = version is { IsMarker: false } ? version : null;
        if (found is null)
            return IfETag is null ? KeyOutcome.Done : KeyOutcome.NoSuchKey;
        var holds = !IfAbsent
            && (IfETag is null or "*" || IfETag == found.ETag)
            && (IfModifiedUs is null || IfModifiedUs / UsASecond == found.StampUs / UsASecond)
            && (IfBytes is null || IfBytes == found.Bytes);
        return holds ? KeyOutcome.Done : KeyOutcome.PreconditionFailed;
    }
}

/// <summary>A write or a delete, apart from what is written.</summary>
/// <param name="WriteHash">The hash of its id.</param>
/// <param name="StampUs">Its time, after that of every version there is.</param>
/// <param name="Keeping">What the bucket does with what is replaced.</param>
/// <param name="Condition">What must hold.</param>
public sealed record KeyTerms(UInt128 WriteHash, long StampUs, VersionKeeping Keeping, KeyCondition Condition);

/// <summary>What is written.</summary>
/// <param name="Bytes">The object's size.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Body">What its row holds of it.</param>
/// <param name="Pieces">What does not fit there, a row each.</param>
public sealed record NewContent(long Bytes, string ETag, ReadOnlyMemory<byte> Body, IReadOnlyList<ReadOnlyMemory<byte>> Pieces);

/// <summary>The answer to a command on a key.</summary>
/// <param name="Outcome">Whether it was carried out.</param>
/// <param name="Id">The version that was made, changed or deleted; null where the bucket never kept any.</param>
/// <param name="IsMarker">Whether that is a delete marker.</param>
/// <param name="StampUs">When it was written.</param>
public readonly record struct KeyAnswer(KeyOutcome Outcome, VersionId? Id = null, bool IsMarker = false, long StampUs = 0);
