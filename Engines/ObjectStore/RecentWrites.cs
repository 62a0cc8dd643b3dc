using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What a write that was carried out left to answer a repeat with.</summary>
[Flags]
public enum WriteMade
{
    Nothing = 0,
    Version = 1,
    NullVersion = 2,
    Marker = 4,
}

/// <summary>A write that was carried out.</summary>
/// <param name="WriteHash">The hash of its id.</param>
/// <param name="StampUs">When.</param>
/// <param name="Made">What it made.</param>
public readonly record struct WriteTrace(UInt128 WriteHash, long StampUs, WriteMade Made)
{
    public static WriteTrace Of(UInt128 writeHash, KeyAnswer answer) => new(
        writeHash,
        answer.StampUs,
        (answer.Id is { } id ? id.IsNull ? WriteMade.NullVersion : WriteMade.Version : WriteMade.Nothing)
            | (answer.IsMarker ? WriteMade.Marker : WriteMade.Nothing));

    /// <summary>The first answer again.</summary>
    /// <param name="target">The version that the command named; null for none.</param>
    public KeyAnswer Answer(VersionId? target) => new(
        KeyOutcome.Done,
        target ?? (Made.HasFlag(WriteMade.Version) ? new VersionId(StampUs, WriteHash)
            : Made.HasFlag(WriteMade.NullVersion) ? VersionId.Null : null),
        Made.HasFlag(WriteMade.Marker),
        StampUs);
}

/// <summary>
/// The writes of the last while, so that a repeat gets the first answer although the key has changed since. Each commit writes a row of
/// those that it carries out, and removes rows that are too old.
/// </summary>
public sealed class RecentWrites
{
    private const byte Format = 1;

    /// <summary>They are remembered for ten minutes.</summary>
    public const long WindowUs = 600_000_000;

    /// <summary>No more of them are remembered.</summary>
    public const int CountMax = 16_384;

    private const int CountARow = 4_096;
    private const int ExpiredRowsMax = 64;

    private readonly Dictionary<UInt128, WriteTrace> _known = [];
    private readonly Queue<(long Row, List<WriteTrace> Writes)> _rows = [];
    private List<WriteTrace> _new = [];
    private long _lastRow;

    public bool TryFind(UInt128 writeHash, out WriteTrace trace) => _known.TryGetValue(writeHash, out trace);

    /// <summary>Remembers a write; its row goes into the next commit.</summary>
    public void Add(WriteTrace trace)
    {
        if (_known.TryAdd(trace.WriteHash, trace))
            _new.Add(trace);
    }

    /// <summary>Takes in a row as it was stored; the oldest comes first.</summary>
    public void Load(IndexRow row)
    {
        var number = Convert.ToInt64(row.Key[1..], 16);
        var writes = Read(row.Value);
        foreach (var trace in writes)
            _known[trace.WriteHash] = trace;
        _rows.Enqueue((number, writes));
        _lastRow = Math.Max(_lastRow, number);
    }

    public static List<WriteTrace> Read(ReadOnlyMemory<byte> row)
    {
        var at = new RowReader(row);
        at.Format(Format);
        var writes = new List<WriteTrace>(at.Count());
        while (!at.IsAtEnd)
            writes.Add(new WriteTrace(at.Hash(), at.Number(), (WriteMade)at.Byte()));
        return writes;
    }

    /// <summary>The rows of what was remembered since, and which rows to forget.</summary>
    public IReadOnlyList<RowChange> Take(long nowUs)
    {
        var changes = new List<RowChange>();
        foreach (var writes in _new.Chunk(CountARow))
        {
            _rows.Enqueue((++_lastRow, [.. writes]));
            changes.Add(new RowChange(KeyOf(_lastRow), Write(writes)));
        }

        _new = [];
        for (var i = 0; i < ExpiredRowsMax && _rows.TryPeek(out var oldest) && IsOver(oldest.Writes, nowUs); i++)
        {
            _rows.Dequeue();
            foreach (var trace in oldest.Writes)
                _known.Remove(trace.WriteHash);
            changes.Add(new RowChange(KeyOf(oldest.Row), null));
        }

        return changes;
    }

    private bool IsOver(List<WriteTrace> writes, long nowUs) =>
        _known.Count > CountMax || writes[^1].StampUs < nowUs - WindowUs;

    private static string KeyOf(long row) => $"{(char)IndexSpace.Writes}{row:X16}";

    private static byte[] Write(WriteTrace[] writes)
    {
        var at = new RowWriter();
        at.Byte(Format);
        at.Number(writes.Length);
        foreach (var trace in writes)
        {
            at.Hash(trace.WriteHash);
            at.Number(trace.StampUs);
            at.Byte((byte)trace.Made);
        }

        return at.ToArray();
    }
}
