using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>
/// What a bucket's grain and a gateway do with partitions, as plainly as a test needs it: a map, splits and merges of neighbours, and
/// commands that are sent to whoever has the key by now.
/// </summary>
internal sealed class MovingBucket(IndexCluster index)
{
    private readonly Lock _lock = new();
    private ImmutableArray<(string From, long Partition)> _map = [("", 1)];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last = 1;

    public ImmutableArray<(string From, long Partition)> Map
    {
        get
        {
            lock (_lock)
                return _map;
        }
    }

    /// <summary>Parts a range at a key that lies in it.</summary>
    public async Task Split(int place, string at)
    {
        var source = _map[place].Partition;
        var end = EndOf(place);
        await Do(source, new PartitionStep.Seal(at));
        await Do(++_last, new PartitionStep.Adopt("bucket", IndexCluster.IdOf(source), at, end));
        Change(_map.Insert(place + 1, (at, _last)));
        await Do(source, new PartitionStep.Drop(IndexCluster.IdOf(_last), at));
    }

    /// <summary>Merges a range into the one before it.</summary>
    public async Task Merge(int place)
    {
        var ((from, source), target) = (_map[place], _map[place - 1].Partition);
        await Do(source, new PartitionStep.Seal(from));
        await Do(target, new PartitionStep.Adopt("bucket", IndexCluster.IdOf(source), from, EndOf(place)));
        Change(_map.RemoveAt(place));
        await Do(source, new PartitionStep.Drop(IndexCluster.IdOf(target), from));
    }

    /// <summary>Sends a command until the partition that has the key answers it.</summary>
    public async Task<T> Ask<T>(string key, Func<IIndexPartitionGrain, Task<T>> ask, Func<T, WriteOutcome> outcomeOf)
    {
        while (true)
        {
            var (map, changed) = Seen();
            var partition = map.Last(range => ObjectKey.Compare(range.From, key) <= 0).Partition;
            var answer = await IndexFailureTests.UntilAnswered(() => ask(index.Partition(partition)));
            if (outcomeOf(answer) != WriteOutcome.Moved)
                return answer;
            await changed;
        }
    }

    public Task<WriteReply> Put(PutObject put) =>
        Ask(put.Key.ToString(), partition => partition.Put(put, default), reply => reply.Outcome);

    public async Task<DeleteReply> Delete(DeleteObject delete) =>
        (await Ask(delete.Key.ToString(), partition => partition.Delete([delete], default), replies => replies[0].Outcome))[0];

    public Task<FindReply> Find(string key, string? versionId = null) =>
        Ask(key, partition => partition.Find(new FindObject(new ObjectKey(key), versionId), default), reply => reply.Outcome);

    /// <summary>All entries of all partitions, in pages, as a gateway goes through them.</summary>
    public async Task<List<ListedObject>> List(ListingKind kind, int limit = 1_000)
    {
        var entries = new List<ListedObject>();
        var (from, after, afterId) = ("", "", (string?)null);
        while (true)
        {
            var query = new ListObjects(kind, "", "", after, afterId, false, limit);
            var page = await Ask(from, partition => partition.List(query, default), reply => reply.Outcome);
            entries.AddRange(page.Entries);
            if (page.Entries.Length > 0)
                (after, afterId) = (page.Last, page.LastId);
            if (page.IsTruncated)
                from = ObjectKey.Compare(after, from) > 0 ? after : from;
            else if (page.End.Length == 0)
                return entries;
            else
                from = page.End;
        }
    }

    private string EndOf(int place) => place + 1 < _map.Length ? _map[place + 1].From : "";

    private Task<PartitionLoad> Do(long partition, PartitionStep step) =>
        IndexFailureTests.UntilAnswered(() => index.Partition(partition).Move(step, default));

    private (ImmutableArray<(string From, long Partition)> Map, Task Changed) Seen()
    {
        lock (_lock)
            return (_map, _changed.Task);
    }

    private void Change(ImmutableArray<(string From, long Partition)> map)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _map = map;
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }
}
