namespace OrleansLld.ObjectStore;

/// <summary>What an upload decided about a command.</summary>
/// <param name="Fault">Why not; <see cref="UploadFault.None"/> when it is done.</param>
/// <param name="Event">What is to be written; null when refused, and for a repeat whose answer the state still holds.</param>
public readonly record struct UploadRuling(UploadFault Fault, UploadEvent? Event)
{
    public static UploadRuling Repeat => default;

    public static UploadRuling Refuse(UploadFault fault) => new(fault, null);

    public static UploadRuling Accept(UploadEvent happened) => new(UploadFault.None, happened);
}

/// <summary>In the order of the checks.</summary>
public enum UploadFault
{
    None,
    NoSuchUpload,
    Busy,
    NotNoted,
    NoParts,
    InvalidPartOrder,
    InvalidPart,
    EntityTooSmall,
    EntityTooLarge,
    WrongSize,
    BadChecksum,
    MissingPartChecksum,
}

/// <summary>How large things may be.</summary>
/// <param name="PartBytesMin">The least bytes of a part that is not the last of its object.</param>
/// <param name="ObjectBytesMax">The most bytes of an object.</param>
/// <param name="NotesMax">The most blobs that may be on their way at a time.</param>
/// <param name="UselessMax">The most blobs of no use that wait for being deleted.</param>
public sealed record UploadLimits(long PartBytesMin, long ObjectBytesMax, int NotesMax, int UselessMax)
{
    /// <summary>Those of S3: 5 MiB and 5 TiB.</summary>
    public static UploadLimits Default { get; } = new(5L << 20, 5L << 40, NotesMax: 10_000, UselessMax: 256);
}

/// <summary>What a client says of the object that it wants.</summary>
/// <param name="Parts">The parts by number.</param>
/// <param name="Checksum">The object's checksum; null for nothing.</param>
/// <param name="Bytes">The object's size; null for nothing.</param>
public sealed record CompletionClaim(IReadOnlyList<PartClaim> Parts, ClaimedChecksum? Checksum, long? Bytes);

/// <summary>A part as a client names it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="ETag">Its ETag, without quotes.</param>
/// <param name="Checksum">Its checksum; empty for nothing.</param>
public readonly record struct PartClaim(int Number, string ETag, string Checksum);
