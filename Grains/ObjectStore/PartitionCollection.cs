using System.Text;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Collects what one partition has no use for, a page at a time. Reads the partition's rows as they are stored; what it does about them it
/// asks of the grains, which decide.
/// </summary>
internal sealed class PartitionCollection(
    IGrainStore store, IGrainFactory grains, BlobDeletions deletions, GarbageCalendar calendar, WatchedPartition watched)
{
    private const int NotesAPage = 200;
    private const int UploadsAPage = 50;

    private static readonly IndexSpace[] Kept =
    [
        IndexSpace.Live, IndexSpace.History, IndexSpace.Uploads, IndexSpace.Garbage, IndexSpace.Intents, IndexSpace.Ended,
    ];

    private static readonly RowRange AllRows = new(new RowKey(" "), new RowKey("~"), RowRange.LimitMax);

    private readonly PartitionId _rows = IndexRows.PartitionOf(watched.Id);
    private readonly RowCursor _uploads = new(IndexSpace.Uploads, [], "", end: null, UploadsAPage);
    private IndexSpace _space = IndexSpace.Garbage;
    private string _after = "";
    private bool _hasMore;

    public WatchedPartition Watched => watched;

    public bool IsThrough { get; private set; }

    /// <summary>Whether it is of no use any more and has nothing left to collect.</summary>
    public bool IsFinished => IsThrough && watched.IsReleased && !_hasMore;

    private IIndexPartitionGrain Partition => grains.GetGrain<IIndexPartitionGrain>(watched.Id.ToString());

    public async Task<Collected> NextPage(long nowUs, CancellationToken cancellationToken)
    {
        if (_space == IndexSpace.Uploads)
            return await VisitUploads(nowUs, cancellationToken);
        var notes = await store.NotesAsync(_rows, _space, _after, NotesAPage, cancellationToken);
        var collected = _space switch
        {
            IndexSpace.Garbage => await Delete(notes, nowUs, cancellationToken),
            IndexSpace.Intents => await GiveUp(notes, nowUs, cancellationToken),
            _ => await Forget(notes, nowUs, cancellationToken),
        };
        if (notes.Count == NotesAPage)
            _after = notes[^1].Id;
        else
            (_space, _after) = (Next(_space), "");
        return collected;
    }

    /// <summary>What the partition has; null where it never began.</summary>
    public async Task<KeyTotals?> Totals(CancellationToken cancellationToken) =>
        (await store.MetaAsync(_rows, cancellationToken))?.Totals;

    /// <summary>
    /// Removes all rows of a partition that is finished. It shuts out an activation that is still there, and looks again: what that did in
    /// the last moment is collected first.
    /// </summary>
    /// <returns>False when it is not finished after all.</returns>
    public async Task<bool> Remove(CancellationToken cancellationToken)
    {
        var lease = await store.OpenAsync(_rows, cancellationToken);
        foreach (var space in Kept)
        {
            if ((await store.ScanAsync(_rows, RowRange.StartingWith($"{(char)space}", 1), cancellationToken)).Count > 0)
                return false;
        }

        while (await store.ScanAsync(_rows, AllRows, cancellationToken) is { Count: > 0 } rows)
        {
            var batch = new RowBatch();
            foreach (var row in rows)
                batch.Delete(row.Key);
            await store.CommitAsync(lease, batch, cancellationToken);
        }

        return true;
    }

    private static IndexSpace Next(IndexSpace space) => space switch
    {
        IndexSpace.Garbage => IndexSpace.Intents,
        IndexSpace.Intents => IndexSpace.Ended,
        _ => IndexSpace.Uploads,
    };

    private async Task<Collected> Delete(IReadOnlyList<IndexNote> garbage, long nowUs, CancellationToken cancellationToken)
    {
        var due = garbage.Where(note => calendar.IsCollectable(note.TimeUs, nowUs)).Select(note => new BlobId(note.Id)).ToArray();
        var gone = await deletions.Delete(due, cancellationToken);
        if (gone.Count > 0)
            await Partition.Tidy(new PartitionTidying([], [.. gone], []), cancellationToken);
        return Count(new Collected(gone.Count, 0, garbage.Count - gone.Count));
    }

    private async Task<Collected> GiveUp(IReadOnlyList<IndexNote> notes, long nowUs, CancellationToken cancellationToken)
    {
        var due = notes.Where(note => calendar.IsOrphan(note.TimeUs, nowUs)).Select(note => new BlobId(note.Id)).ToArray();
        if (due.Length > 0)
            await Partition.Tidy(new PartitionTidying([.. due], [], []), cancellationToken);
        // What was given up is garbage of now, so it waits on.
        return Count(new Collected(0, due.Length, notes.Count));
    }

    private async Task<Collected> Forget(IReadOnlyList<IndexNote> ended, long nowUs, CancellationToken cancellationToken)
    {
        var gone = new List<string>();
        var collected = default(Collected);
        foreach (var note in ended.Where(note => calendar.IsForgotten(note.TimeUs, nowUs)))
        {
            var visit = await grains.GetGrain<IMultipartUploadGrain>(note.Id).Tidy(UploadStanding.Ended, cancellationToken);
            collected += new Collected(visit.Deleted, visit.Orphans, visit.Waiting);
            if (visit.State == UploadState.Gone)
                gone.Add(note.Id);
        }

        if (gone.Count > 0)
            await Partition.Tidy(new PartitionTidying([], [], [.. gone]), cancellationToken);
        _hasMore |= gone.Count < ended.Count;
        return collected;
    }

    private async Task<Collected> VisitUploads(long nowUs, CancellationToken cancellationToken)
    {
        var collected = default(Collected);
        for (var visits = 0; visits < UploadsAPage; visits++)
        {
            while (_uploads.Wants(out var query))
                _uploads.Take(await store.AnswerAsync(_rows, query, cancellationToken));
            if (_uploads.Key is not { } key)
            {
                IsThrough = true;
                break;
            }

            _hasMore = true;
            var upload = ListedUpload.Of(key, _uploads.Suffix);
            if (watched.IsReleased || calendar.IsVisited(upload.Id, nowUs))
                collected += await Visit(upload, nowUs, cancellationToken);
            _uploads.Next();
        }

        return collected;
    }

    private async Task<Collected> Visit(ListedUpload listed, long nowUs, CancellationToken cancellationToken)
    {
        var upload = grains.GetGrain<IMultipartUploadGrain>(listed.Id);
        var visit = await upload.Tidy(UploadStanding.Listed, cancellationToken);
        if (visit.State == UploadState.Aborting || (visit.State == UploadState.Open && watched.IsReleased))
            await upload.Abort(watched.Id, cancellationToken);
        // Listed is what comes first of an upload: one of which nothing else came is none.
        else if (visit.State == UploadState.Gone && (watched.IsReleased || calendar.IsOrphan(listed.StartedUs, nowUs)))
            await Partition.Discard(listed.Key, listed.Id, [], cancellationToken);
        return new Collected(visit.Deleted, visit.Orphans, visit.Waiting);
    }

    private Collected Count(Collected collected)
    {
        _hasMore |= collected.Waiting > 0;
        return collected;
    }

    private readonly record struct ListedUpload(ObjectKey Key, string Id, long StartedUs)
    {
        public static ListedUpload Of(byte[] key, string suffix) => new(
            new ObjectKey(Encoding.UTF8.GetString(key)), UploadRows.IdOf(suffix), UploadRows.StartedUsOf(suffix));
    }
}

/// <summary>What a piece of work came to, in blobs.</summary>
/// <param name="Deleted">That are deleted because nothing refers to them any more.</param>
/// <param name="Orphans">Whose writers count as dead.</param>
/// <param name="Waiting">That are not old enough.</param>
internal readonly record struct Collected(long Deleted, long Orphans, long Waiting)
{
    public static Collected operator +(Collected one, Collected other) =>
        new(one.Deleted + other.Deleted, one.Orphans + other.Orphans, one.Waiting + other.Waiting);
}
