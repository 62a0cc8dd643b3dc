using System.Collections.Concurrent;

namespace OrleansLld.Storage.Volatile;

/// <summary>Blobs in memory, for tests; fails on demand.</summary>
internal sealed class VolatileBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<BlobId, byte[]> _blobs = new();

    public StoreFaults Faults { get; } = new();

    /// <summary>All that is there; no fault keeps a test from seeing it.</summary>
    public IReadOnlyCollection<BlobId> Ids => [.. _blobs.Keys];

    public async ValueTask<long> WriteAsync(BlobId id, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return await Faults.RunAsync(
            StoreOperation.WriteBlob,
            () => _blobs.TryAdd(id, bytes.ToArray()) ? bytes.Length : throw new BlobExistsException(id));
    }

    public async ValueTask<Stream?> ReadAsync(BlobId id, long offset, long? length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Faults.RunAsync(
            StoreOperation.ReadBlob,
            () => _blobs.TryGetValue(id, out var bytes) ? Part(bytes, offset, length) : null);
    }

    public async ValueTask<long?> LengthAsync(BlobId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Faults.RunAsync(
            StoreOperation.ReadBlob,
            () => _blobs.TryGetValue(id, out var bytes) ? bytes.Length : default(long?));
    }

    public async ValueTask DeleteAsync(BlobId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Faults.RunAsync(StoreOperation.DeleteBlob, () => _blobs.TryRemove(id, out _));
    }

    private static MemoryStream Part(byte[] bytes, long offset, long? length)
    {
        var range = BlobRange.Of(offset, length, bytes.Length);
        return new MemoryStream(bytes, (int)range.From, (int)(range.To - range.From), writable: false);
    }
}
