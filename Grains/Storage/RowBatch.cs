namespace OrleansLld.Storage;

/// <summary>
/// What one commit changes. A key appears once: a later put or delete of the same key takes the place of the earlier.
/// Any number of rows up to <see cref="RowsMax"/>; a provider whose own transaction is smaller still applies the batch as a whole.
/// </summary>
public sealed class RowBatch
{
    public const int RowsMax = 100_000;

    public const int ValueBytesMax = 1 << 20;

    private readonly Dictionary<RowKey, ReadOnlyMemory<byte>?> _rows = [];

    public int Count => _rows.Count;

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The rows in no particular order; null stands for a deletion.</summary>
    public IReadOnlyDictionary<RowKey, ReadOnlyMemory<byte>?> Rows => _rows;

    public RowBatch Put(RowKey key, ReadOnlyMemory<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, ValueBytesMax, nameof(value));
        Set(key, value);
        return this;
    }

    public RowBatch Delete(RowKey key)
    {
        Set(key, null);
        return this;
    }

    private void Set(RowKey key, ReadOnlyMemory<byte>? value)
    {
        _rows[key] = value;
        if (_rows.Count > RowsMax)
            throw new InvalidOperationException($"A commit has at most {RowsMax} rows.");
    }
}
