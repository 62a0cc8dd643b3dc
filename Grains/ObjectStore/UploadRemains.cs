using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Removes what is left of an upload: the blobs that nobody else will delete or use, and then all of its rows.</summary>
internal sealed class UploadRemains(IGrainStore store, BlobDeletions deletions)
{
    private static readonly RowRange AllRows = new(new RowKey(" "), new RowKey("~"), RowRange.LimitMax);

    /// <remarks>The lease that this opens shuts out the upload's own: the activation has to end.</remarks>
    public async Task<UploadTidying> Remove(Upload upload, PartitionId partition, CancellationToken cancellationToken)
    {
        var (rest, notes) = (upload.Rest(), upload.NotesBefore(long.MaxValue).ToArray());
        var all = UploadCommands.Blobs(rest.Concat(notes));
        if ((await deletions.Delete(all, cancellationToken)).Count is var gone && gone < all.Length)
            return new UploadTidying(UploadCommands.State(upload), 0, 0, Waiting: all.Length - gone);
        var lease = await store.OpenAsync(partition, cancellationToken);
        var rows = new RowBatch();
        await foreach (var row in store.ScanAllAsync(partition, AllRows, cancellationToken))
            rows.Delete(row.Key);
        await store.CommitAsync(lease, rows, cancellationToken);
        return new UploadTidying(UploadState.Gone, rest.Length, notes.Length, Waiting: 0);
    }
}
