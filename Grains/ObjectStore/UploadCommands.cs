using System.Collections.Immutable;
using Orleans.Serialization;
using OrleansLld.ObjectStore.Wire.Checksums;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Says in the engine's words what an upload is asked, and in the contract's what it answers.</summary>
internal sealed class UploadCommands(Serializer<UploadDescription> descriptions)
{
    /// <summary>Of an upload's id, and of a write's, which it is too.</summary>
    private const int IdLengthMin = 16;
    private const int IdLengthMax = 32;
    private const int PartNumberMax = 10_000;
    private const int PartsAPage = 1_000;

    public static bool IsId(string id) =>
        id.Length is >= IdLengthMin and <= IdLengthMax && id.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_');

    public static UploadEntry Entry(UploadDescription upload, string id) => new(
        upload.Key,
        id,
        upload.StartedAt,
        upload.Initiator,
        upload.Description.Owner,
        upload.Description.StorageClass,
        upload.Checksum is { } algorithm ? new ObjectChecksum(algorithm, upload.ChecksumType, "") : null);

    public ReadOnlyMemory<byte> Stored(UploadDescription description) => descriptions.SerializeToArray(description);

    public UploadDescription Described(Upload upload) => descriptions.Deserialize(upload.Terms!.Description)!;

    public static UploadChecksum? ChecksumOf(UploadDescription description)
    {
        if (description.Checksum is not { } algorithm)
            return null;
        var checksum = new UploadChecksum(KindOf(algorithm), description.ChecksumType == ChecksumType.Composite);
        return checksum.IsPossible ? checksum : throw new ArgumentException("There is no such checksum.", nameof(description));
    }

    public static UploadedPart Stored(ObjectPart part, UploadChecksum? checksum)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)part.Number - 1, (uint)PartNumberMax - 1, nameof(part));
        ArgumentOutOfRangeException.ThrowIfNegative(part.Bytes);
        if (!IsMd5(part.ETag))
            throw new ArgumentException("A part's ETag is its MD5 in hexadecimal.", nameof(part));
        if (checksum?.IsOfPart(part.Checksum) == false)
            throw new ArgumentException($"A part has the {checksum.Kind} that its upload asks for.", nameof(part));
        return Kept(checksum is null ? part with { Checksum = "" } : part);
    }

    public static UploadedPart Kept(ObjectPart part) =>
        new(part.Number, part.Blob.ToString(), part.Bytes, part.ETag, part.Checksum, Times.Us(part.ModifiedAt));

    public static bool IsMd5(string etag) => etag.Length == 32 && etag.All(char.IsAsciiHexDigitLower);

    public static ObjectPart Shown(UploadedPart part) =>
        new(part.Number, new BlobId(part.Blob), part.Bytes, part.ETag, part.Checksum, Times.At(part.AtUs));

    public static UploadState State(Upload upload) => upload.Stage switch
    {
        UploadStage.None => UploadState.Gone,
        UploadStage.Open or UploadStage.Completing => UploadState.Open,
        UploadStage.Aborting => UploadState.Aborting,
        UploadStage.Completed or UploadStage.Aborted => UploadState.Ended,
        _ => throw new ArgumentOutOfRangeException(nameof(upload), upload.Stage, "Not a stage of an upload."),
    };

    public static PartPage Page(Upload upload, int after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit - 1, (uint)PartsAPage - 1, nameof(limit));
        if (!upload.IsOpen)
            return new PartPage(MultipartRefusal.NoSuchUpload, [], IsTruncated: false);
        var parts = upload.PartsAfter(after).Take(limit + 1).Select(Shown).ToArray();
        return new PartPage(MultipartRefusal.None, [.. parts.Take(limit)], parts.Length > limit);
    }

    public static ImmutableArray<BlobId> Blobs(IEnumerable<string> blobs) => [.. blobs.Select(blob => new BlobId(blob))];

    public static CompletionClaim Claim(CompleteUpload command) => new(
        [.. command.Parts.Select(part => new PartClaim(part.Number, part.ETag, part.Checksum))],
        command.Checksum is { } said ? new ClaimedChecksum(KindOf(said.Algorithm), said.Type == ChecksumType.Composite, said.Value) : null,
        command.Bytes);

    public static CompletionTerms Terms(CompleteUpload command) => new(
        command.Condition.IfAbsent,
        command.Condition.IfETag,
        command.Condition.IfModifiedAtUs,
        command.Condition.IfBytes,
        (int)command.Versioning);

    public PutObject Put(Upload upload, string id)
    {
        var (terms, made, description) = (upload.CompletionTerms!, upload.Object(), Described(upload));
        return new PutObject(
            description.Key,
            id,
            new ObjectContent.Parts([.. made.Parts.Select(Shown)]),
            description.Description with { Bytes = made.Bytes, ETag = made.ETag, Checksum = Checksum(upload, made) },
            new WriteCondition(terms.IfAbsent, terms.IfETag, terms.IfModifiedAtUs, terms.IfBytes),
            (VersioningState)terms.Versioning,
            id,
            Blobs(upload.Rest()));
    }

    /// <summary>Why the index did not say whether it has the object; null when it did, or was not asked.</summary>
    /// <remarks>An index that does not know the upload may have had its object long ago: so the parts stay, untouched.</remarks>
    public static MultipartRefusal? StillAsked(WriteReply? reply) => reply?.Outcome switch
    {
        WriteOutcome.Moved => MultipartRefusal.Moved,
        WriteOutcome.NoSuchUpload => MultipartRefusal.NoSuchUpload,
        _ => null,
    };

    /// <summary>What follows from the index's answer to <see cref="Put"/>.</summary>
    public static UploadRuling Follow(WriteReply reply, DateTimeOffset now) =>
        StillAsked(reply) is not null ? UploadRuling.Repeat
        : reply.Outcome != WriteOutcome.Done ? UploadRuling.Accept(new UploadEvent.Reopened())
        : UploadRuling.Accept(new UploadEvent.Completed(reply.VersionId, Times.Us(reply.ModifiedAt), Times.Us(now)));

    public static CompleteReply Answer(Upload upload)
    {
        var (done, made) = (upload.Completed!, upload.Object());
        return new CompleteReply(
            MultipartRefusal.None,
            new WriteReply(WriteOutcome.Done, done.VersionId, Times.At(done.ModifiedAtUs)),
            made.ETag,
            Checksum(upload, made));
    }

    public static CompleteReply Refused(MultipartRefusal refusal, WriteReply? write = null) => new(refusal, write, "", null);

    public static MultipartRefusal Refusal(UploadFault fault) => fault switch
    {
        UploadFault.None => MultipartRefusal.None,
        UploadFault.NoSuchUpload => MultipartRefusal.NoSuchUpload,
        UploadFault.Busy => MultipartRefusal.Busy,
        UploadFault.NotNoted => MultipartRefusal.NotNoted,
        UploadFault.NoParts => MultipartRefusal.NoParts,
        UploadFault.InvalidPartOrder => MultipartRefusal.InvalidPartOrder,
        UploadFault.InvalidPart => MultipartRefusal.InvalidPart,
        UploadFault.EntityTooSmall => MultipartRefusal.EntityTooSmall,
        UploadFault.EntityTooLarge => MultipartRefusal.EntityTooLarge,
        UploadFault.WrongSize => MultipartRefusal.WrongSize,
        UploadFault.BadChecksum => MultipartRefusal.BadChecksum,
        UploadFault.MissingPartChecksum => MultipartRefusal.MissingPartChecksum,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault of an upload."),
    };

    private static ObjectChecksum? Checksum(Upload upload, UploadedObject made) => upload.Terms!.Checksum is { } checksum
        ? new ObjectChecksum(
            AlgorithmOf(checksum.Kind), checksum.IsComposite ? ChecksumType.Composite : ChecksumType.FullObject, made.Checksum!)
        : null;

    public static ChecksumKind KindOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => ChecksumKind.Crc32,
        ChecksumAlgorithm.Crc32C => ChecksumKind.Crc32C,
        ChecksumAlgorithm.Crc64Nvme => ChecksumKind.Crc64Nvme,
        ChecksumAlgorithm.Sha1 => ChecksumKind.Sha1,
        ChecksumAlgorithm.Sha256 => ChecksumKind.Sha256,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an algorithm."),
    };

    private static ChecksumAlgorithm AlgorithmOf(ChecksumKind kind) => kind switch
    {
        ChecksumKind.Crc32 => ChecksumAlgorithm.Crc32,
        ChecksumKind.Crc32C => ChecksumAlgorithm.Crc32C,
        ChecksumKind.Crc64Nvme => ChecksumAlgorithm.Crc64Nvme,
        ChecksumKind.Sha1 => ChecksumAlgorithm.Sha1,
        ChecksumKind.Sha256 => ChecksumAlgorithm.Sha256,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };
}
