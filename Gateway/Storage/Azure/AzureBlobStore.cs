using System.Buffers;
using System.Net;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace OrleansLld.Storage.Azure;

/// <summary>One block blob per blob.</summary>
/// <remarks>
/// A long blob is sent as blocks, which nobody sees, and then committed as a whole; a short one is one request. Either is refused by
/// the service when the name is taken. A writer's mark in the metadata tells a repeated request, whose first answer was lost, from
/// another writer. Blocks that were never committed are removed by the service after a week.
/// </remarks>
internal sealed class AzureBlobStore(BlobContainerClient container, AzureOptions options) : IBlobStore
{
    private const string WriterMark = "writer";

    private readonly int _blockBytes = options.BlobBlockMiB << 20;

    public async ValueTask<long> WriteAsync(BlobId id, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var blob = BlobOf(id);
        if (await LengthAsync(id, cancellationToken) is not null)
            throw new BlobExistsException(id);
        var buffer = ArrayPool<byte>.Shared.Rent(_blockBytes);
        try
        {
            return await WriteAsync(blob, id, content, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async ValueTask<Stream?> ReadAsync(BlobId id, long offset, long? length, CancellationToken cancellationToken)
    {
        var blob = BlobOf(id);
        if (await LengthAsync(id, cancellationToken) is not { } blobLength)
            return null;
        var range = BlobRange.Of(offset, length, blobLength);
        if (range.From == range.To)
            return Stream.Null;
        try
        {
            var options = new BlobDownloadOptions { Range = new HttpRange(range.From, range.To - range.From) };
            return (await blob.DownloadStreamingAsync(options, cancellationToken)).Value.Content;
        }
        catch (Exception absence) when (AzureFailures.Is(absence, HttpStatusCode.NotFound))
        {
            return null;
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(failure);
        }
    }

    public async ValueTask<long?> LengthAsync(BlobId id, CancellationToken cancellationToken) =>
        (await FindAsync(BlobOf(id), cancellationToken))?.ContentLength;

    public async ValueTask DeleteAsync(BlobId id, CancellationToken cancellationToken)
    {
        try
        {
            await BlobOf(id).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, null, cancellationToken);
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(failure);
        }
    }

    private async Task<long> WriteAsync(
        BlockBlobClient blob, BlobId id, Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        var writer = Guid.NewGuid().ToString("N");
        var metadata = new Dictionary<string, string> { [WriterMark] = writer };
        var free = new BlobRequestConditions { IfNoneMatch = ETag.All };
        var blocks = new List<string>();
        var length = 0L;
        while (true)
        {
            // The content's own failures are the caller's, and pass.
            var count = await content.ReadAtLeastAsync(buffer.AsMemory(0, _blockBytes), _blockBytes, false, cancellationToken);
            length += count;
            using var block = new MemoryStream(buffer, 0, count, writable: false);
            if (count < _blockBytes && blocks.Count == 0)
            {
                var upload = new BlobUploadOptions { Metadata = metadata, Conditions = free };
                await PublishAsync(blob, id, writer, () => blob.UploadAsync(block, upload, cancellationToken), cancellationToken);
                return length;
            }

            if (count > 0)
            {
                blocks.Add(BlockName(writer, blocks.Count));
                await StageAsync(blob, blocks[^1], block, cancellationToken);
            }

            if (count == _blockBytes)
                continue;
            var commit = new CommitBlockListOptions { Metadata = metadata, Conditions = free };
            await PublishAsync(blob, id, writer, () => blob.CommitBlockListAsync(blocks, commit, cancellationToken), cancellationToken);
            return length;
        }
    }

    private static async Task StageAsync(BlockBlobClient blob, string name, Stream block, CancellationToken cancellationToken)
    {
        try
        {
            await blob.StageBlockAsync(name, block, cancellationToken: cancellationToken);
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(failure);
        }
    }

    private static async Task PublishAsync(
        BlockBlobClient blob, BlobId id, string writer, Func<Task> publish, CancellationToken cancellationToken)
    {
        try
        {
            await publish();
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, cancellationToken))
        {
            // Somebody else's blob, which also takes our blocks away; or our own, of a first attempt whose answer was lost.
            if (await FindAsync(blob, cancellationToken) is not { } found)
                throw AzureFailures.Unavailable(failure);
            if (found.Metadata.TryGetValue(WriterMark, out var mark) && mark == writer)
                return;
            throw new BlobExistsException(id);
        }
    }

    private static async Task<BlobProperties?> FindAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (Exception absence) when (AzureFailures.Is(absence, HttpStatusCode.NotFound))
        {
            return null;
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(failure);
        }
    }

    /// <summary>Names of one blob's blocks are of one length, and those of two writers differ.</summary>
    private static string BlockName(string writer, int number) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{writer}{number:X8}"));

    private BlockBlobClient BlobOf(BlobId id)
    {
        ArgumentNullException.ThrowIfNull(id.ToString(), nameof(id));
        return container.GetBlockBlobClient(id.ToString());
    }
}
