namespace OrleansLld.ObjectStore;

/// <summary>What a partition knows of itself: one row, written with each commit.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Range">Its keys.</param>
/// <param name="SealedFrom">From this key on it takes no writes, as they move; null for none.</param>
/// <param name="IsClosed">Whether it takes no writes because the bucket ends.</param>
/// <param name="Adopted">The move of another partition's keys that was carried out last; empty for none.</param>
/// <param name="Dropping">Keys that moved away and whose rows are being removed; null for none.</param>
/// <param name="LastStampUs">The greatest time that was given to anything.</param>
/// <param name="Totals">What there is.</param>
public sealed record PartitionMeta(
    string Bucket,
    KeyRange Range,
    string? SealedFrom,
    bool IsClosed,
    string Adopted,
    KeyRange? Dropping,
    long LastStampUs,
    KeyTotals Totals)
{
    private const byte Format = 1;

    public static string Row => $"{(char)IndexSpace.Meta}";

    /// <summary>One that nobody has begun: it has no keys.</summary>
    public static PartitionMeta Unopened { get; } = new("", new KeyRange("", ""), null, false, "", null, 0, default);

    public bool IsOpened => Bucket.Length > 0;

    /// <summary>What of the range moves away; null for nothing.</summary>
    public KeyRange? Sealed => SealedFrom is null ? null : new KeyRange(SealedFrom, Range.To);

    /// <summary>Whether the key may be read here.</summary>
    public bool Serves(KeyPath path) => Range.Has(path.Key);

    /// <summary>Whether the key may be written here.</summary>
    public bool Takes(KeyPath path) => Serves(path) && Sealed?.Has(path.Key) != true;

    public byte[] ToRow()
    {
        var at = new RowWriter();
        at.Byte(Format);
        at.Text(Bucket);
        Write(at, Range);
        Write(at, SealedFrom is null ? null : new KeyRange(SealedFrom, null));
        at.Byte(IsClosed ? (byte)1 : (byte)0);
        at.Text(Adopted);
        Write(at, Dropping);
        at.Number(LastStampUs);
        at.Number(Totals.Objects);
        at.Number(Totals.Versions);
        at.Number(Totals.Uploads);
        at.Number(Totals.Bytes);
        return at.ToArray();
    }

    /// <exception cref="FormatException">It is not what <see cref="ToRow"/> wrote.</exception>
    public static PartitionMeta OfRow(ReadOnlyMemory<byte> row)
    {
        var at = new RowReader(row);
        at.Format(Format);
        return new PartitionMeta(
            at.Text(), Read(ref at)!, Read(ref at)?.From, at.Byte() != 0, at.Text(), Read(ref at), at.Number(),
            new KeyTotals(at.Number(), at.Number(), at.Number(), at.Number()));
    }

    private static void Write(RowWriter at, KeyRange? range)
    {
        at.Byte((byte)(range is null ? 0 : range.To is null ? 1 : 2));
        if (range is null)
            return;
        at.Text(range.From);
        if (range.To is not null)
            at.Text(range.To);
    }

    private static KeyRange? Read(ref RowReader at) => at.Byte() switch
    {
        0 => null,
        1 => new KeyRange(at.Text(), null),
        _ => new KeyRange(at.Text(), at.Text()),
    };
}
