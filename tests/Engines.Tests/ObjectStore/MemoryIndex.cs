using System.Text;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>An index partition in memory: the engine without a store or a grain.</summary>
internal sealed class MemoryIndex
{
    private readonly SortedList<string, ReadOnlyMemory<byte>> _rows = new(StringComparer.Ordinal);
    private long _stampUs;

    public KeyTotals Totals { get; private set; }

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Rows => _rows;

    /// <summary>How many rows all queries returned, a query itself counting as one.</summary>
    public int RowsRead { get; private set; }

    public List<IndexVersion> Removed { get; } = [];

    /// <summary>What others do before a query of a listing is answered.</summary>
    public Action Meanwhile { get; set; } = () => { };

    public KeyAnswer Put(
        string key, string writeId, VersionKeeping keeping, KeyCondition? condition = null, long bytes = 1, string etag = "e",
        int pieces = 0)
    {
        var path = KeyPath.Of(key);
        var state = Read(new KeyReading(path, KeyRules.PutNeeds(keeping, Totals.Versions > 0))).State;
        var rows = new KeyRows(path, state.Pointers);
        var content = new NewContent(
            bytes, etag, Encoding.UTF8.GetBytes(writeId), [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[] { 1 }, pieces)]);
        var answer = KeyRules.Put(state, Terms(writeId, keeping, condition), content, rows);
        Apply(rows);
        return answer;
    }

    public KeyAnswer Delete(string key, string writeId, VersionKeeping keeping, VersionId? target = null, KeyCondition? condition = null)
    {
        var path = KeyPath.Of(key);
        var state = Read(new KeyReading(path, KeyRules.DeleteNeeds(keeping, target, Totals.Versions > 0))).State;
        var rows = new KeyRows(path, state.Pointers);
        var terms = Terms(writeId, keeping, condition);
        var answer = target is { } id
            ? KeyRules.DeleteVersion(state, id, terms, rows)
            : KeyRules.Delete(state, terms, new NewContent(0, "", ReadOnlyMemory<byte>.Empty, []), rows);
        Apply(rows);
        return answer;
    }

    public (KeyOutcome Outcome, IndexVersion? Version) Find(string key, VersionId? id = null)
    {
        var state = Read(new KeyReading(KeyPath.Of(key), KeyRules.FindNeeds(id, true))).State;
        return (KeyRules.Find(state, id), state.Target);
    }

    public KeyOutcome Change(string key, VersionId? id, string body)
    {
        var path = KeyPath.Of(key);
        var state = Read(new KeyReading(path, KeyRules.FindNeeds(id, true))).State;
        if (KeyRules.Find(state, id) is var outcome and not KeyOutcome.Done)
            return outcome;
        var rows = new KeyRows(path, state.Pointers);
        KeyRules.Change(state, Encoding.UTF8.GetBytes(body), rows);
        Apply(rows);
        return KeyOutcome.Done;
    }

    public void Announce(string key, string id, long startedAtUs)
    {
        var path = KeyPath.Of(key);
        var reading = Read(new UploadReading(path, id));
        var rows = new KeyRows(path, reading.Pointers);
        rows.PutUpload(UploadRows.SuffixOf(startedAtUs, id), new byte[] { 1 });
        rows.Finish(true, true);
        Apply(rows);
    }

    public bool Discard(string key, string id)
    {
        var path = KeyPath.Of(key);
        var reading = Read(new UploadReading(path, id));
        if (reading.Suffix is not { } suffix)
            return false;
        var rows = new KeyRows(path, reading.Pointers);
        rows.DeleteUpload(suffix);
        rows.Finish(true, true);
        Apply(rows);
        return true;
    }

    public Listing List(ListingTerms terms)
    {
        var listing = new Listing(terms);
        foreach (var query in listing.Queries())
        {
            Meanwhile();
            listing.Feed(Answer(query));
        }

        return listing;
    }

    public T Read<T>(T reading)
        where T : IRowReading
    {
        foreach (var query in reading.Queries())
            reading.Feed(Answer(query));
        return reading;
    }

    public IReadOnlyList<IndexRow> Answer(RowQuery query)
    {
        RowsRead++;
        if (query.IsOneRow)
            return _rows.TryGetValue(query.From, out var value) ? [new IndexRow(query.From, value)] : [];
        var rows = new List<IndexRow>();
        for (var i = FirstAtOrAfter(query.From); i < _rows.Count && rows.Count < query.Limit; i++)
        {
            if (string.CompareOrdinal(_rows.GetKeyAtIndex(i), query.To) >= 0)
                break;
            rows.Add(new IndexRow(_rows.GetKeyAtIndex(i), _rows.GetValueAtIndex(i)));
        }

        RowsRead += rows.Count;
        return rows;
    }

    private KeyTerms Terms(string writeId, VersionKeeping keeping, KeyCondition? condition) =>
        new(VersionId.HashOf(writeId), ++_stampUs, keeping, condition ?? KeyCondition.None);

    private void Apply(KeyRows rows)
    {
        foreach (var change in rows.Changes)
        {
            if (change.Value is { } value)
                _rows[change.Key] = value;
            else
                _rows.Remove(change.Key);
        }

        Removed.AddRange(rows.Removed);
        Totals += rows.Totals;
    }

    private int FirstAtOrAfter(string key)
    {
        var (low, high) = (0, _rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_rows.GetKeyAtIndex(middle), key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
