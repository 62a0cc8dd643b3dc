namespace OrleansLld.Storage.Ring;

/// <summary>Blobs on several disks, each on the one that consistent hashing gives it.</summary>
/// <remarks>
/// A blob goes to its owner by the newest epoch. While blobs are being moved, a reader asks that owner, then those of the epochs
/// before, then every disk, and all of them once more: a move publishes at the new place before it deletes at the old, so whoever
/// saw the old one empty finds it at the new. For the same reason a deletion goes over all disks twice. Once the epoch is settled
/// a reader asks one disk. Where a disk is missing, writes and deletions of those blobs fail that it has by one of these epochs.
/// </remarks>
internal sealed class RingBlobStore(RingDisks disks, KnownPlacement placement) : IBlobStore
{
    public async ValueTask<long> WriteAsync(BlobId id, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(id.ToString(), nameof(id));
        using var write = await placement.BeginAsync(cancellationToken);
        if (!write.View.IsSettled && await IsThereAsync(id, write.View, cancellationToken))
            throw new BlobExistsException(id);
        var length = await disks[write.View.OwnerOf(id)].Store.WriteAsync(id, content, cancellationToken);
        // Whoever was cut off meanwhile may have been given up, and the disk with what he wrote on it be emptied already.
        placement.RequireTrust();
        return length;
    }

    public async ValueTask<Stream?> ReadAsync(BlobId id, long offset, long? length, CancellationToken cancellationToken) =>
        await FindAsync(id, disk => disk.Store.ReadAsync(id, offset, length, cancellationToken));

    public async ValueTask<long?> LengthAsync(BlobId id, CancellationToken cancellationToken) =>
        (long?)await FindAsync(id, async disk => (object?)await disk.Store.LengthAsync(id, cancellationToken));

    public async ValueTask DeleteAsync(BlobId id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id.ToString(), nameof(id));
        var view = placement.IsTrusted ? placement.View : null;
        var owners = view?.OwnersOf(id).ToList();
        StorageUnavailableException? failed = null;
        foreach (var disk in view is { IsSettled: true } ? disks.All : [.. disks.All, .. disks.All])
        {
            try
            {
                await disk.Store.DeleteAsync(id, cancellationToken);
            }
            catch (StorageUnavailableException failure) when (owners?.Contains(disk.Name) != false)
            {
                failed ??= failure;
            }
            catch (StorageUnavailableException)
            {
                // It is somewhere else for sure: others need not wait for this disk.
            }
        }

        if (failed is not null)
            throw failed;
    }

    private async ValueTask<T?> FindAsync<T>(BlobId id, Func<RingDisk, ValueTask<T?>> ask)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(id.ToString(), nameof(id));
        // A long pause may have made the answer of one disk worthless.
        if (placement.SettledView is { } settled
            && (await ask(disks[settled.OwnerOf(id)]) is var answer && (answer is not null || placement.SettledView == settled)))
            return answer;
        return await FindAsync(Order(id), ask);
    }

    /// <summary>Asks the disks in their order, and all of them once more.</summary>
    private static async ValueTask<T?> FindAsync<T>(IReadOnlyList<RingDisk> order, Func<RingDisk, ValueTask<T?>> ask)
        where T : class
    {
        StorageUnavailableException? failed = null;
        foreach (var disk in (IEnumerable<RingDisk>)[.. order, .. order])
        {
            try
            {
                if (await ask(disk) is { } found)
                    return found;
            }
            catch (StorageUnavailableException failure)
            {
                failed ??= failure;
            }
        }

        // It may be on the disk that failed.
        return failed is null ? null : throw failed;
    }

    /// <summary>Whether the blob is on a disk that has it by one of the epochs: nowhere else it can be.</summary>
    private async ValueTask<bool> IsThereAsync(BlobId id, RingView view, CancellationToken cancellationToken)
    {
        var owners = view.OwnersOf(id).ToList();
        return await FindAsync(
            [.. disks.All.Where(disk => owners.Contains(disk.Name))],
            async disk => (object?)await disk.Store.LengthAsync(id, cancellationToken)) is not null;
    }

    /// <summary>All disks, the likely ones first.</summary>
    private List<RingDisk> Order(BlobId id)
    {
        var owners = placement.View?.OwnersOf(id).ToList() ?? [];
        return [.. disks.All.OrderBy(disk => owners.IndexOf(disk.Name) is var at and >= 0 ? at : owners.Count)];
    }
}
