using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>A run of keys, by the bytes of UTF-8.</summary>
/// <param name="from">The first key that belongs to it; empty for no beginning.</param>
/// <param name="to">The first key beyond; null for no end.</param>
public sealed class KeyRange(string from, string? to) : IEquatable<KeyRange>
{
    private readonly byte[] _from = Encoding.UTF8.GetBytes(from);
    private readonly byte[]? _to = to is null ? null : Encoding.UTF8.GetBytes(to);

    /// <summary>Every key.</summary>
    public static KeyRange All { get; } = new("", null);

    public string From => from;

    public string? To => to;

    public ReadOnlySpan<byte> FromBytes => _from;

    public byte[]? ToBytes => _to;

    public bool IsEmpty => _to is not null && _from.AsSpan().SequenceCompareTo(_to) >= 0;

    public bool Has(ReadOnlySpan<byte> key) =>
        key.SequenceCompareTo(_from) >= 0 && (_to is null || key.SequenceCompareTo(_to) < 0);

    public bool Equals(KeyRange? other) => other is not null && From == other.From && To == other.To;

    public override bool Equals(object? obj) => Equals(obj as KeyRange);

    public override int GetHashCode() => HashCode.Combine(From, To);

    /// <summary>The least bytes above all that begin with the prefix; null for no such.</summary>
    public static byte[]? Beyond(ReadOnlySpan<byte> prefix)
    {
        // No byte of UTF-8 is 255, so the last one can always be raised.
        if (prefix.IsEmpty)
            return null;
        var beyond = prefix.ToArray();
        beyond[^1]++;
        return beyond;
    }
}
