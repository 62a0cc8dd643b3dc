namespace OrleansLld.ObjectStore;

/// <summary>
/// Goes through the rows of one space in the order of keys, down into the spaces of long keys and up again. It may be told to go on
/// further ahead, which costs one query however much lies between.
/// </summary>
/// <remarks>
/// <c>while (cursor.Wants(out query)) cursor.Take(answer);</c> and then it stands on a row, or is at its end.
/// </remarks>
public sealed class RowCursor
{
    private readonly IndexSpace _space;
    private readonly byte[]? _end;
    private readonly Stack<Level> _levels = [];
    private readonly List<IndexRow> _pointers = [];
    private IReadOnlyList<IndexRow> _rows = [];
    private int _next;
    private byte[] _target;
    private string _targetSuffix;
    private byte[]? _key;
    private byte[] _last = [];
    private string _suffix = "";
    private IndexRow _row;

    /// <param name="space">Live, History or Uploads.</param>
    /// <param name="from">The first key; empty for the beginning.</param>
    /// <param name="afterSuffix">Of the key <paramref name="from"/> only rows after this suffix; empty for all.</param>
    /// <param name="end">The first key that is beyond; null for none.</param>
    /// <param name="batch">How many rows a query asks for.</param>
    public RowCursor(IndexSpace space, byte[] from, string afterSuffix, byte[]? end, int batch)
    {
        (_space, _target, _targetSuffix, _end, Batch) = (space, from, afterSuffix, end, batch);
        Enter([]);
    }

    /// <summary>How many rows the next query asks for.</summary>
    public int Batch { get; set; }

    /// <summary>The key of the row where it stands.</summary>
    public byte[]? Key => _key;

    /// <summary>What tells the row from others of its key.</summary>
    public string Suffix => _suffix;

    public IndexRow Row => _row;

    /// <summary>Rows that it has but has not come to.</summary>
    public int Ahead => _rows.Count - _next;

    /// <summary>The pointers that it met since this was cleared, each before all that it leads to.</summary>
    public IList<IndexRow> Pointers => _pointers;

    /// <summary>Whether rows are needed before it can go on; if not it stands on a row or is at its end, where it has no key.</summary>
    public bool Wants(out RowQuery query)
    {
        query = default;
        while (_key is null && _levels.TryPeek(out var level))
        {
            if (_next < _rows.Count)
                Stand(level, _rows[_next++]);
            else if (level.IsRead || !Reach(level))
                Leave();
            else
            {
                query = new RowQuery(level.From, level.To, Batch);
                return true;
            }
        }

        return false;
    }

    /// <summary>The answer to the query.</summary>
    public void Take(IReadOnlyList<IndexRow> rows)
    {
        var level = _levels.Peek();
        (_rows, _next) = (rows, 0);
        level.IsRead = rows.Count < Batch;
        if (rows.Count > 0)
            level.From = rows[^1].Key + ' ';
    }

    /// <summary>Goes on to the next row.</summary>
    public void Next() => _key = null;

    /// <summary>Goes on at this key or after it, if that is ahead.</summary>
    public void Seek(byte[] key)
    {
        if (_key is not null && _key.AsSpan().SequenceCompareTo(key) >= 0)
            return;
        (_key, _target, _targetSuffix) = (null, key, "");
        while (_levels.TryPeek(out var level))
        {
            if (LowerBound(level) is not { } bound)
            {
                Leave();
                continue;
            }

            while (_next < _rows.Count && string.CompareOrdinal(_rows[_next].Key, bound) < 0)
                _next++;
            return;
        }
    }

    /// <summary>Forgets what it read beyond where it stands, or stood last, so that what comes is read after now.</summary>
    public void ReadAgain()
    {
        var ahead = _last.AsSpan().SequenceCompareTo(_target);
        if (ahead > 0 || (ahead == 0 && string.CompareOrdinal(_suffix, _targetSuffix) > 0))
            (_target, _targetSuffix) = (_last, _suffix);
        _levels.Clear();
        Enter([]);
    }

    private void Stand(Level level, IndexRow row)
    {
        var (bytes, isPointer, suffixAt) = Parse(row.Key, level);
        if (!isPointer)
        {
            (_key, _last, _suffix, _row) = (bytes, bytes, row.Key[suffixAt..], row);
            return;
        }

        _pointers.Add(row);
        level.From = row.Key + ' ';
        level.IsRead = false;
        Enter(bytes);
    }

    private void Enter(byte[] prefix)
    {
        (_rows, _next) = ([], 0);
        _levels.Push(new Level(KeyPath.SpaceOf(_space, prefix), prefix, UpperBound(prefix)));
    }

    private void Leave()
    {
        (_rows, _next) = ([], 0);
        _levels.Pop();
    }

    // False where nothing of the level can be reached any more.
    private bool Reach(Level level)
    {
        if (LowerBound(level) is not { } bound)
            return false;
        if (string.CompareOrdinal(level.From, bound) < 0)
            level.From = bound;
        return string.CompareOrdinal(level.From, level.To) < 0;
    }

    private string? LowerBound(Level level)
    {
        var target = _target.AsSpan();
        if (!target.StartsWith(level.Prefix))
            return target.SequenceCompareTo(level.Prefix) < 0 ? level.Beginning : null;
        var rest = target[level.Prefix.Length..];
        if (rest.IsEmpty)
            return level.Beginning;
        var segments = KeyPath.Cut(rest);
        var first = level.Beginning + segments[0].Text;
        return segments.Count > 1 ? first + KeyText.Pointer : _targetSuffix.Length > 0 ? first + KeyText.End + _targetSuffix + ' ' : first;
    }

    private string UpperBound(byte[] prefix)
    {
        var beginning = KeyPath.SpaceOf(_space, prefix);
        // Above every text of a byte.
        var all = beginning + "~~";
        if (_end is null)
            return all;
        var end = _end.AsSpan();
        if (!end.StartsWith(prefix))
            return end.SequenceCompareTo(prefix) < 0 ? beginning : all;
        var rest = end[prefix.Length..];
        if (rest.IsEmpty)
            return beginning;
        var segments = KeyPath.Cut(rest);
        return beginning + segments[0].Text + (segments.Count > 1 ? KeyText.Pointer + ' ' : "");
    }

    private static (byte[] Key, bool IsPointer, int SuffixAt) Parse(string row, Level level)
    {
        var bytes = new byte[level.Prefix.Length + row.Length];
        level.Prefix.CopyTo(bytes, 0);
        var (at, count) = (level.Beginning.Length, level.Prefix.Length);
        while (KeyText.TryRead(row.AsSpan(at), out var value, out var characters))
        {
            bytes[count++] = value;
            at += characters;
        }

        var isPointer = row.AsSpan(at).StartsWith(KeyText.Pointer);
        if (!isPointer && !row.AsSpan(at).StartsWith(KeyText.End))
            throw new FormatException($"Row '{row}' has no end of a key.");
        return (bytes[..count], isPointer, at + KeyText.End.Length);
    }

    private sealed class Level(string beginning, byte[] prefix, string to)
    {
        public string Beginning => beginning;

        public byte[] Prefix => prefix;

        /// <summary>Where the next query begins; empty before the first.</summary>
        public string From { get; set; } = "";

        public string To => to;

        /// <summary>Whether the last query's answer reached the end.</summary>
        public bool IsRead { get; set; }
    }
}
