using System.Buffers.Binary;
using System.Text;

namespace OrleansLld.Exchange;

/// <summary>Writes fields one after another, little endian, into a span that is long enough.</summary>
public ref struct FieldWriter(Span<byte> output)
{
    /// <summary>A text of at most this many bytes in UTF-8 can be written.</summary>
    public const int TextBytesMax = 64;

    private readonly Span<byte> _output = output;

    public int Count { get; private set; }

    public void Byte(byte value) => _output[Count++] = value;

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_output[Count..], value);
        Count += sizeof(int);
    }

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_output[Count..], value);
        Count += sizeof(long);
    }

    public void Int128(Int128 value)
    {
        BinaryPrimitives.WriteInt128LittleEndian(_output[Count..], value);
        Count += 2 * sizeof(long);
    }

    public void Text(string? value)
    {
        var bytes = value is null ? 0 : Encoding.UTF8.GetBytes(value, _output[(Count + 1)..]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, TextBytesMax, nameof(value));
        _output[Count] = value is null ? byte.MaxValue : (byte)bytes;
        Count += 1 + bytes;
    }
}

/// <summary>
/// Reads what <see cref="FieldWriter"/> wrote; past the end, and for what it cannot have written, it throws
/// <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public ref struct FieldReader(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> _input = input;

    public int Count { get; private set; }

    public readonly bool IsAtEnd => Count == _input.Length;

    public byte Byte() => Take(1)[0];

    /// <summary>The number of one of the values of an enum that ends with this one.</summary>
    public byte ByteUpTo(byte last)
    {
        var value = Byte();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, last);
        return value;
    }

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public Int128 Int128() => BinaryPrimitives.ReadInt128LittleEndian(Take(2 * sizeof(long)));

    /// <summary>A number of records that follow, each of so many bytes at least: never more than the input can hold.</summary>
    public int RecordCount(int recordBytesMin)
    {
        var count = Int();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (_input.Length - Count) / recordBytesMin);
        return count;
    }

    public string? Text()
    {
        int bytes = Byte();
        if (bytes == byte.MaxValue)
            return null;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, FieldWriter.TextBytesMax);
        return Encoding.UTF8.GetString(Take(bytes));
    }

    public string RequiredText() => Text() ?? throw new ArgumentOutOfRangeException(null, "A text is missing.");

    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    private ReadOnlySpan<byte> Take(int bytes)
    {
        var taken = _input.Slice(Count, bytes);
        Count += bytes;
        return taken;
    }
}
