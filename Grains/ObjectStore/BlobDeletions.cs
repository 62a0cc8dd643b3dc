using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Deletes many blobs, a few at a time. One that cannot be deleted now, its disk being away, does not keep the rest.</summary>
internal sealed class BlobDeletions(IBlobStore blobs)
{
    private const int AtATime = 16;

    /// <returns>Those that are gone, in their order; the others are to be deleted another time.</returns>
    public async Task<IReadOnlyList<BlobId>> Delete(IEnumerable<BlobId> ids, CancellationToken cancellationToken)
    {
        var gone = new List<BlobId>();
        foreach (var some in ids.Chunk(AtATime))
        {
            var areGone = await Task.WhenAll(some.Select(id => IsGone(id, cancellationToken)));
            gone.AddRange(some.Where((_, place) => areGone[place]));
        }

        return gone;
    }

    private async Task<bool> IsGone(BlobId id, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.DeleteAsync(id, cancellationToken);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
