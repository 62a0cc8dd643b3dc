namespace OrleansLld.ObjectStore;

/// <summary>Rows that a reading asks for, in ordinal order.</summary>
/// <param name="From">The first key, included.</param>
/// <param name="To">The end, excluded; empty for the one row <paramref name="From"/>.</param>
/// <param name="Limit">At most this many.</param>
public readonly record struct RowQuery(string From, string To, int Limit)
{
    public bool IsOneRow => To.Length == 0;

    public static RowQuery Of(string row) => new(row, "", 1);
}

/// <summary>A row as it is stored.</summary>
public readonly record struct IndexRow(string Key, ReadOnlyMemory<byte> Value);

/// <summary>What a command makes of a row.</summary>
/// <param name="Key">The row.</param>
/// <param name="Value">Its value; null where it is deleted.</param>
public readonly record struct RowChange(string Key, ReadOnlyMemory<byte>? Value);

/// <summary>
/// Reads what a decision or a listing needs without knowing the store: whoever runs it answers each query before asking for the next.
/// </summary>
public interface IRowReading
{
    IEnumerable<RowQuery> Queries();

    /// <summary>The answer to the last query.</summary>
    void Feed(IReadOnlyList<IndexRow> rows);
}
