namespace OrleansLld.Storage;

/// <summary>
/// What one commit changes. A key appears once: a later put or delete of the same key takes the place of the earlier.
/// Any number of rows up to <see cref="RowsMax"/> and <see cref="BytesMax"/>; a provider whose own transaction is smaller still
/// applies the batch as a whole.
/// </summary>
public sealed class RowBatch
{
    public const int RowsMax = 100_000;

    public const int ValueBytesMax = 1 << 20;

    /// <summary>All values of a batch together.</summary>
    public const long BytesMax = 256L << 20;

    private readonly Dictionary<RowKey, ReadOnlyMemory<byte>?> _rows = [];

    public int Count => _rows.Count;

    /// <summary>The bytes of all values.</summary>
    public long Bytes { get; private set; }

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
        ArgumentNullException.ThrowIfNull(key.ToString(), nameof(key));
        var replaced = _rows.TryGetValue(key, out var earlier);
        var bytes = Bytes + (value?.Length ?? 0) - (earlier?.Length ?? 0);
        if (bytes > BytesMax || (!replaced && _rows.Count == RowsMax))
            throw new InvalidOperationException($"A commit has at most {RowsMax} rows and {BytesMax} bytes.");
        _rows[key] = value;
        Bytes = bytes;
    }
}
