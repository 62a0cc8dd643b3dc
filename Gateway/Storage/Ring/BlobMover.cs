using Microsoft.Win32.SafeHandles;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage.Ring;

/// <summary>Moves blobs to the disks that have them since the disks changed.</summary>
/// <remarks>
/// A blob is copied, synced and published at the new place, and then deleted at the old: a crash leaves it at the old or at both, and the
/// next pass goes on from there. One process alone moves (<see cref="RingDisk.LockMoves"/>), so a blob that vanishes from the old place
/// meanwhile was deleted by somebody who may not have seen the new one, and the move undoes itself.
/// </remarks>
internal sealed partial class BlobMover(
    RingDisks disks, KnownPlacement placement, MovePace pace, BlobMeter meter, ILogger<BlobMover> log)
{
    /// <summary>Looks at every blob of every disk, and moves those that belong to another by the newest epoch.</summary>
    /// <returns>Whether all are in their place now; false also where another process is at it, or the epoch changed.</returns>
    public async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        var view = placement.View!;
        var locks = new List<SafeFileHandle>();
        try
        {
            foreach (var disk in disks.All.Where(disk => disk.IsThere))
            {
                if (disk.LockMoves() is not { } held)
                    return false;
                locks.Add(held);
            }

            LogBegins(log, view.Epoch);
            var left = 0;
            foreach (var disk in disks.All)
                left += await EmptyAsync(disk, view, cancellationToken);
            LogEnds(log, view.Epoch, left);
            return left == 0 && placement.View!.Epoch == view.Epoch;
        }
        finally
        {
            foreach (var held in locks)
                held.Dispose();
        }
    }

    /// <summary>Moves what is on the disk and belongs to another. A disk that takes no blob is not tried again in this pass.</summary>
    /// <returns>How much was left.</returns>
    private async Task<int> EmptyAsync(RingDisk disk, RingView view, CancellationToken cancellationToken)
    {
        var (left, stuck) = (0, new HashSet<string>());
        try
        {
            for (var directory = 0; directory < FileBlobStore.DirectoriesCount; directory++)
            {
                foreach (var id in await disk.Store.SelectAsync(directory, id => view.OwnerOf(id) != disk.Name))
                {
                    if (placement.View!.Epoch != view.Epoch)
                        return left + 1;
                    left += await TryMoveAsync(id, disk, view.OwnerOf(id), stuck, cancellationToken) ? 0 : 1;
                }
            }
        }
        catch (StorageUnavailableException failure)
        {
            left++;
            LogNotMoved(log, disk.Name, failure.Message);
        }

        return left;
    }

    private async Task<bool> TryMoveAsync(
        BlobId id, RingDisk from, string owner, HashSet<string> stuck, CancellationToken cancellationToken)
    {
        if (stuck.Contains(owner))
            return false;
        try
        {
            await MoveAsync(id, from, disks[owner], cancellationToken);
            return true;
        }
        catch (StorageUnavailableException failure)
        {
            stuck.Add(owner);
            LogNotMoved(log, from.Name, failure.Message);
            return false;
        }
    }

    private async Task MoveAsync(BlobId id, RingDisk from, RingDisk to, CancellationToken cancellationToken)
    {
        await using var content = await from.Store.ReadAsync(id, 0, null, cancellationToken);
        if (content is null)
            return;
        await pace.TakeAsync(content.Length, cancellationToken);
        if (await CopyAsync(id, content, to, cancellationToken) && await from.Store.LengthAsync(id, cancellationToken) is null)
        {
            await to.Store.DeleteAsync(id, cancellationToken);
            return;
        }

        await from.Store.DeleteAsync(id, cancellationToken);
        meter.Moved(content.Length);
    }

    /// <returns>Whether this made the copy; false where it was there, of a move that a crash cut short.</returns>
    private static async Task<bool> CopyAsync(BlobId id, Stream content, RingDisk to, CancellationToken cancellationToken)
    {
        try
        {
            await to.Store.WriteAsync(id, content, cancellationToken);
            return true;
        }
        catch (BlobExistsException)
        {
            if (await to.Store.LengthAsync(id, cancellationToken) == content.Length)
                return false;
            throw new StorageUnavailableException($"The blob {id} is on two disks, and differs; on {to.Name} it is not what it was.");
        }
    }
}
