using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Deletes many blobs, a few at a time.</summary>
internal sealed class BlobDeletions(IBlobStore blobs)
{
    private const int AtATime = 16;

    public async Task Delete(IEnumerable<BlobId> ids, CancellationToken cancellationToken)
    {
        foreach (var some in ids.Chunk(AtATime))
            await Task.WhenAll(some.Select(id => blobs.DeleteAsync(id, cancellationToken).AsTask()));
    }
}
