using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>What is noted of blobs and uploads around the objects.</summary>
internal sealed class NoteCommands(IndexPartition partition)
{
    public async Task<bool> Intend(ObjectKey key, BlobId blob)
    {
        await partition.Room();
        if (partition.Refusal(KeyPath.Of(key.ToString())) is not null)
            return false;
        partition.Add(new IndexNote(blob.ToString(), key.ToString(), partition.NowUs).ToRow(IndexSpace.Intents));
        await partition.Durable();
        return true;
    }

    public async Task<bool> Announce(UploadEntry upload)
    {
        var path = KeyPath.Of(upload.Key.ToString());
        using (await partition.TakeTurnAsync(path.Turn))
        {
            var early = partition.Refusal(path);
            var reading = await partition.ReadAsync(new UploadReading(path, upload.UploadId), default);
            await partition.Room();
            if ((early ?? partition.Refusal(path)) is not null)
                return false;
            if (reading.Suffix is null && !reading.IsEnded)
            {
                var rows = new KeyRows(path, reading.Pointers);
                rows.PutUpload(UploadRows.SuffixOf(Times.Us(upload.StartedAt), upload.UploadId), UploadLines.Write(upload));
                rows.Finish(true, true);
                partition.Add(rows);
            }
        }

        await partition.Durable();
        return true;
    }

    public async Task<bool> Discard(ObjectKey key, string uploadId, ImmutableArray<BlobId> blobs)
    {
        var path = KeyPath.Of(key.ToString());
        using (await partition.TakeTurnAsync(path.Turn))
        {
            var early = partition.Refusal(path);
            var reading = await partition.ReadAsync(new UploadReading(path, uploadId), default);
            await partition.Room();
            if (early is WriteOutcome.Moved || partition.Refusal(path) is WriteOutcome.Moved)
                return false;
            if (reading.Suffix is { } suffix)
            {
                var rows = new KeyRows(path, reading.Pointers);
                rows.DeleteUpload(suffix);
                rows.Finish(true, true);
                partition.Add(rows);
                partition.Add(new IndexNote(uploadId, key.ToString(), partition.NowUs).ToRow(IndexSpace.Ended));
                foreach (var blob in blobs)
                    partition.Add(new IndexNote(blob.ToString(), key.ToString(), partition.NowUs).ToRow(IndexSpace.Garbage));
            }
        }

        await partition.Durable();
        return true;
    }

    public async Task Tidy(PartitionTidying tidying)
    {
        foreach (var blob in tidying.GivenUp)
            await GiveUp(IndexNote.RowOf(IndexSpace.Intents, blob.ToString()));
        await partition.Room();
        foreach (var blob in tidying.Deleted)
            partition.Add(new RowChange(IndexNote.RowOf(IndexSpace.Garbage, blob.ToString()), null));
        foreach (var upload in tidying.Uploads)
            partition.Add(new RowChange(IndexNote.RowOf(IndexSpace.Ended, upload), null));
        await partition.Durable();
    }

    // In the turn of its key, so that a put either has used the note already or will miss it.
    private async Task GiveUp(string row)
    {
        if (await partition.GetAsync(row, default) is not { } found)
            return;
        var note = IndexNote.OfRow(new IndexRow(row, found));
        var path = KeyPath.Of(note.Key);
        using (await partition.TakeTurnAsync(path.Turn))
        {
            var isThere = await partition.GetAsync(row, default) is not null;
            await partition.Room();
            if (!isThere || partition.Refusal(path) is WriteOutcome.Moved)
                return;
            partition.Add(new RowChange(row, null));
            partition.Add((note with { TimeUs = partition.NowUs }).ToRow(IndexSpace.Garbage));
        }
    }
}
