namespace OrleansLld.Storage;

/// <summary>
/// Which grain's rows: the kind of grain and its key, such as <c>exchange.order-book:BTCUSDT</c>. The kind is a stored
/// name and never follows a renamed class.
/// </summary>
public readonly record struct PartitionId
{
    public const int LengthMax = 512;

    private readonly string _text;

    public PartitionId(string kind, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(key);
        _text = $"{kind}:{key}";
        if (_text.Length > LengthMax || _text.AsSpan().ContainsAnyExceptInRange(' ', '~') || _text.AsSpan().ContainsAny("/\\#?%"))
            throw new ArgumentException($"Not a partition id of at most {LengthMax} allowed characters.", nameof(key));
    }

    public override string ToString() => _text;
}
