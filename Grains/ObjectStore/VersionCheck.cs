using System.Buffers;
using OrleansLld.ObjectStore.Wire.Checksums;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Checks the bytes of one version, piece by piece.</summary>
internal sealed class VersionCheck(IBlobStore blobs, FoundVersion version, ScrubDepth depth) : IDisposable
{
    private const int BufferBytes = 128 << 10;

    private readonly Queue<CheckedBlob> _left = new(Blobs(version));
    private BlobVerification? _verification;

    public FoundVersion Version => version;

    public bool IsThrough => _left.Count == 0;

    /// <summary>What is wrong with what the index says, whatever the bytes are.</summary>
    public ScrubFaultKind? IndexFault()
    {
        switch (version.Content)
        {
            case ObjectContent.Inline inline:
                using (var verification = new BlobVerification(ClaimOfWhole(version.Description)))
                {
                    verification.Append(inline.Bytes.Span);
                    return KindOf(verification.Finish());
                }

            case ObjectContent.Parts parts:
                var checksum = version.Description.Checksum is { } known
                    ? new UploadChecksum(UploadCommands.KindOf(known.Algorithm), known.Type == ChecksumType.Composite)
                    : null;
                var made = UploadedObject.Of([.. parts.Values.Select(UploadCommands.Kept)], checksum);
                var isSame = made.Bytes == version.Description.Bytes && made.ETag == version.Description.ETag
                    && (checksum is null || made.Checksum == version.Description.Checksum!.Value);
                return isSame ? null : ScrubFaultKind.Inconsistent;
            default:
                return null;
        }
    }

    /// <summary>Goes on with the next blob, reading at most so many bytes.</summary>
    /// <returns>The bytes that were read, and what is wrong with a blob that is through.</returns>
    public async Task<(long Read, CheckedBlob? Through, BlobFault Fault)> Go(long bytesMax, CancellationToken cancellationToken)
    {
        var blob = _left.Peek();
        if (_verification is null)
        {
            var length = await blobs.LengthAsync(blob.Id, cancellationToken);
            var fault = length is null ? BlobFault.Missing : length != blob.Claim.Bytes ? BlobFault.WrongLength : BlobFault.None;
            if (fault != BlobFault.None || depth == ScrubDepth.Lengths)
                return (0, _left.Dequeue(), fault);
            _verification = new BlobVerification(blob.Claim);
        }

        var before = _verification.Bytes;
        var isThere = await Read(blob, _verification, bytesMax, cancellationToken);
        var read = _verification.Bytes - before;
        if (isThere && _verification.Bytes < blob.Claim.Bytes && read > 0)
            return (read, null, BlobFault.None);
        var ending = _verification;
        _verification = null;
        using (ending)
            return (read, _left.Dequeue(), isThere ? ending.Finish() : BlobFault.Missing);
    }

    public void Dispose() => _verification?.Dispose();

    public static ScrubFaultKind? KindOf(BlobFault fault) => fault switch
    {
        BlobFault.None => null,
        BlobFault.Missing => ScrubFaultKind.Missing,
        BlobFault.WrongLength => ScrubFaultKind.WrongLength,
        BlobFault.WrongETag => ScrubFaultKind.WrongETag,
        BlobFault.WrongChecksum => ScrubFaultKind.WrongChecksum,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault of a blob."),
    };

    private async Task<bool> Read(CheckedBlob blob, BlobVerification into, long bytesMax, CancellationToken cancellationToken)
    {
        if (await blobs.ReadAsync(blob.Id, into.Bytes, bytesMax, cancellationToken) is not { } content)
            return false;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using (content)
            {
                while (await content.ReadAsync(buffer, cancellationToken) is var count && count > 0)
                    into.Append(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return true;
    }

    private static IEnumerable<CheckedBlob> Blobs(FoundVersion version) => version.Content switch
    {
        ObjectContent.Whole whole => [new CheckedBlob(0, whole.Blob, ClaimOfWhole(version.Description))],
        ObjectContent.Parts parts => parts.Values.Select(part => new CheckedBlob(
            part.Number, part.Blob, Claim(part.Bytes, part.ETag, version.Description.Checksum?.Algorithm, part.Checksum))),
        _ => [],
    };

    private static BlobClaim ClaimOfWhole(ObjectDescription description) => Claim(
        description.Bytes,
        description.ETag,
        description.Checksum is { Type: ChecksumType.FullObject } checksum ? checksum.Algorithm : null,
        description.Checksum?.Value ?? "");

    private static BlobClaim Claim(long bytes, string etag, ChecksumAlgorithm? algorithm, string checksum) => new(
        bytes,
        UploadCommands.IsMd5(etag) ? etag : null,
        algorithm is { } known && checksum.Length > 0 ? UploadCommands.KindOf(known) : default(ChecksumKind?),
        checksum);
}

/// <summary>A blob of a version.</summary>
/// <param name="Part">Of which part; 0 for the whole.</param>
/// <param name="Id">The blob.</param>
/// <param name="Claim">What the index says of it.</param>
internal sealed record CheckedBlob(int Part, BlobId Id, BlobClaim Claim);
