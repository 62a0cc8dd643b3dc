namespace OrleansLld.ObjectStore;

/// <summary>
/// What a command changes of one key's rows, and what follows from it: the counts behind pointers, the sample of keys, the partition's
/// totals.
/// </summary>
/// <param name="path">The key.</param>
/// <param name="pointers">How many rows lie behind each pointer of the path now; a pointer that is not there leads to none.</param>
public sealed class KeyRows(KeyPath path, IReadOnlyDictionary<string, long> pointers)
{
    private const byte PointerFormat = 1;
    private const uint SampledKeys = 1_000;
    private static readonly byte[] Sample = [1];

    private readonly List<RowChange> _changes = [];
    private readonly List<IndexVersion> _removed = [];

    public IReadOnlyList<RowChange> Changes => _changes;

    /// <summary>Versions that are gone for good, and their contents with them.</summary>
    public IReadOnlyList<IndexVersion> Removed => _removed;

    public KeyTotals Totals { get; private set; }

    /// <summary>Whether a version becomes the newest again, so that whoever reads the newest before the others may miss it.</summary>
    public bool BringsBack { get; private set; }

    /// <summary>The pointer rows on the way to a key, the outermost first.</summary>
    public static IEnumerable<string> PointersOf(KeyPath path, params ReadOnlySpan<IndexSpace> spaces)
    {
        if (path.Depth == 1)
            return [];
        var rows = new List<string>();
        foreach (var space in spaces)
        {
            for (var level = 0; level < path.Depth - 1; level++)
                rows.Add(path.PointerRow(space, level));
        }

        return rows;
    }

    /// <summary>How many rows lie behind a pointer.</summary>
    public static long CountOf(IndexRow pointer)
    {
        var at = new RowReader(pointer.Value);
        at.Format(PointerFormat);
        return at.Number();
    }

    /// <summary>A new newest version that is no delete marker.</summary>
    public void PutLive(IndexVersion version, bool replaces)
    {
        Put(path.Row(IndexSpace.Live), version);
        if (!replaces)
            Count(IndexSpace.Live, 1);
    }

    public void DeleteLive()
    {
        Delete(path.Row(IndexSpace.Live));
        Count(IndexSpace.Live, -1);
    }

    public void PutHistory(IndexVersion version, bool replaces)
    {
        Put(path.Row(IndexSpace.History, version.Suffix), version);
        if (!replaces)
            Count(IndexSpace.History, 1);
    }

    /// <summary>A version of the history is the newest now.</summary>
    public void BringBack(IndexVersion version, bool replaces)
    {
        PutLive(version, replaces);
        DeleteHistory(version);
        BringsBack = true;
    }

    public void DeleteHistory(IndexVersion version)
    {
        Delete(path.Row(IndexSpace.History, version.Suffix));
        Count(IndexSpace.History, -1);
    }

    /// <summary>A version that was not there before, with what of its content does not fit its row.</summary>
    public void Add(IndexVersion version, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        for (var piece = 0; piece < pieces.Count; piece++)
            _changes.Add(new RowChange(path.Row(IndexSpace.Contents, version.PieceSuffix(piece)), pieces[piece]));
        Totals += new KeyTotals(0, 0, 0, version.Bytes);
    }

    /// <summary>A version that is gone; its row was deleted or taken over.</summary>
    public void Remove(IndexVersion version)
    {
        for (var piece = 0; piece < version.Pieces; piece++)
            Delete(path.Row(IndexSpace.Contents, version.PieceSuffix(piece)));
        _removed.Add(version);
        Totals += new KeyTotals(0, 0, 0, -version.Bytes);
    }

    public void PutUpload(string suffix, ReadOnlyMemory<byte> value)
    {
        _changes.Add(new RowChange(path.Row(IndexSpace.Uploads, suffix), value));
        Count(IndexSpace.Uploads, 1);
    }

    public void DeleteUpload(string suffix)
    {
        Delete(path.Row(IndexSpace.Uploads, suffix));
        Count(IndexSpace.Uploads, -1);
    }

    /// <summary>Ends the change: brings pointers and the sample in line with it.</summary>
    /// <param name="wasThere">Whether the key had a version before.</param>
    /// <param name="isThere">Whether it has one now.</param>
    public void Finish(bool wasThere, bool isThere)
    {
        Follow(IndexSpace.Live, Totals.Objects);
        Follow(IndexSpace.History, Totals.Versions);
        Follow(IndexSpace.Uploads, Totals.Uploads);
        if (wasThere != isThere && path.Depth == 1 && IsSampled(path.Key))
            _changes.Add(new RowChange(path.Row(IndexSpace.Samples), isThere ? Sample : default(ReadOnlyMemory<byte>?)));
    }

    private void Follow(IndexSpace space, long rows)
    {
        for (var level = path.Depth - 2; level >= 0 && rows != 0; level--)
        {
            var row = path.PointerRow(space, level);
            var before = pointers.GetValueOrDefault(row);
            var after = before + rows;
            if (after < 0)
                throw new InvalidOperationException($"Pointer {row} leads to fewer rows than there are.");
            _changes.Add(new RowChange(row, after == 0 ? default(ReadOnlyMemory<byte>?) : Pointer(after)));
            rows = before == 0 ? 1 : after == 0 ? -1 : 0;
        }
    }

    private static byte[] Pointer(long rows)
    {
        var at = new RowWriter();
        at.Byte(PointerFormat);
        at.Number(rows);
        return at.ToArray();
    }

    private static bool IsSampled(ReadOnlySpan<byte> key)
    {
        var hash = 2166136261u;
        foreach (var value in key)
            hash = unchecked((hash ^ value) * 16777619);
        return hash % SampledKeys == 0;
    }

    private void Put(string row, IndexVersion version) => _changes.Add(new RowChange(row, version.ToRow()));

    private void Delete(string row) => _changes.Add(new RowChange(row, null));

    private void Count(IndexSpace space, long rows) => Totals += space switch
    {
        IndexSpace.Live => new KeyTotals(rows, 0, 0, 0),
        IndexSpace.History => new KeyTotals(0, rows, 0, 0),
        _ => new KeyTotals(0, 0, rows, 0),
    };
}

/// <summary>What there is more or less of.</summary>
/// <param name="Objects">Rows of <see cref="IndexSpace.Live"/>.</param>
/// <param name="Versions">Rows of <see cref="IndexSpace.History"/>.</param>
/// <param name="Uploads">Rows of <see cref="IndexSpace.Uploads"/>.</param>
/// <param name="Bytes">The sizes of all versions.</param>
public readonly record struct KeyTotals(long Objects, long Versions, long Uploads, long Bytes)
{
    public long Rows => Objects + Versions + Uploads;

    /// <exception cref="InvalidOperationException">There would be less than nothing.</exception>
    public KeyTotals Checked() =>
        long.Min(long.Min(Objects, Versions), long.Min(Uploads, Bytes)) < 0
            ? throw new InvalidOperationException($"{this} is wrong.")
            : this;

    public static KeyTotals operator +(KeyTotals left, KeyTotals right) => new(
        left.Objects + right.Objects, left.Versions + right.Versions, left.Uploads + right.Uploads, left.Bytes + right.Bytes);

    public static KeyTotals operator -(KeyTotals left, KeyTotals right) => new(
        left.Objects - right.Objects, left.Versions - right.Versions, left.Uploads - right.Uploads, left.Bytes - right.Bytes);
}
