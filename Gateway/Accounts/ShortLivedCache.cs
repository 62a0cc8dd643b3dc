using System.Collections.Concurrent;

namespace OrleansLld.Accounts;

/// <summary>
/// Answers that may be a little old. Two generations: what is new goes into the young one; when that is full it becomes the old one,
/// and the old one is forgotten as a whole. So a lookup is at most two hash probes, an insertion never sweeps, and there are never
/// more than twice <paramref name="entriesMax"/> entries, whoever asks for what.
/// </summary>
internal sealed class ShortLivedCache<TKey, TValue>(int entriesMax, TimeSpan lifetime, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _turnover = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    public bool TryGet(TKey key, out TValue value)
    {
        var found = _young.Entries.TryGetValue(key, out var entry) || _old.Entries.TryGetValue(key, out entry);
        value = entry.Value;
        return found && time.GetElapsedTime(entry.Since) < lifetime;
    }

    public void Set(TKey key, TValue value)
    {
        var young = _young;
        young.Entries[key] = (value, time.GetTimestamp());
        if (Interlocked.Increment(ref young.Writes) < entriesMax)
            return;
        lock (_turnover)
        {
            if (_young == young)
                (_old, _young) = (young, new Generation());
        }
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<TKey, (TValue Value, long Since)> Entries = new();
        public int Writes;
    }
}
