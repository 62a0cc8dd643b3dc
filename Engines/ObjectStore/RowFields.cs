using System.Buffers.Binary;
using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Writes the fields of a row one after another; numbers take as few bytes as they need.</summary>
public sealed class RowWriter
{
    private byte[] _bytes = new byte[256];
    private int _count;

    public byte[] ToArray() => _bytes.AsSpan(0, _count).ToArray();

    public void Byte(byte value) => Take(1)[0] = value;

    /// <summary>Seven bits a byte, the low ones first.</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(0x80 | (value & 0x7F)));
        Byte((byte)value);
    }

    public void Hash(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Take(16), value);

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        Number(bytes);
        Encoding.UTF8.GetBytes(value, Take(bytes));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Rest(value);
    }

    /// <summary>To the end of the row: no length is written.</summary>
    public void Rest(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    private Span<byte> Take(int bytes)
    {
        if (_count + bytes > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_count + bytes, 2 * _bytes.Length));
        _count += bytes;
        return _bytes.AsSpan(_count - bytes, bytes);
    }
}

/// <summary>
/// Reads what <see cref="RowWriter"/> wrote. Past the end, and for what it cannot have written, it throws <see cref="FormatException"/>.
/// </summary>
public ref struct RowReader(ReadOnlyMemory<byte> row)
{
    private readonly ReadOnlyMemory<byte> _row = row;
    private int _at;

    public readonly bool IsAtEnd => _at == _row.Length;

    public byte Byte() => Take(1).Span[0];

    public long Number()
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80)
                return value;
        }

        throw new FormatException("A number of a row has no end.");
    }

    /// <summary>A number of things that follow, each of one byte at least: never more than the row can hold.</summary>
    public int Count()
    {
        var count = Number();
        return count <= _row.Length - _at ? (int)count : throw Cut();
    }

    public UInt128 Hash() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16).Span);

    public string Text() => Encoding.UTF8.GetString(Take(Count()).Span);

    /// <summary>A part of the row itself, not a copy.</summary>
    public ReadOnlyMemory<byte> Bytes() => Take(Count());

    public ReadOnlyMemory<byte> Rest() => Take(_row.Length - _at);

    /// <summary>Refuses a row that begins with another format.</summary>
    public void Format(byte known)
    {
        if (Byte() is var format && format != known)
            throw new FormatException($"A row has format {format}, which is not known here.");
    }

    private ReadOnlyMemory<byte> Take(int bytes)
    {
        if (bytes > _row.Length - _at)
            throw Cut();
        _at += bytes;
        return _row.Slice(_at - bytes, bytes);
    }

    private static FormatException Cut() => new("A row is cut short.");
}
