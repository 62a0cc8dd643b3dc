using System.Runtime.CompilerServices;

namespace OrleansLld.Exchange.Wire;

// A request's parameters, kept as the bytes they came in because a signature covers exactly those.
//
//   text    symbol=BTCUSDT&side=BUY&note=a%20b | quantity=1&signature=9f… | a b
//           └──────────── query ─────────────┘ └───────── body ─────────┘ └ decoded values
//
// Each field is four offsets into the text. A value with escapes is decoded behind the body; all others are read in place. Looking a
// field up is a walk over at most 32 names of a few bytes, which beats hashing them. Nothing is allocated once the buffer has grown.

/// <summary>The fields of a query string and a form body. Not safe for concurrent use; meant to be reused.</summary>
public sealed class FormFields
{
    /// <summary>The longest query string and body together, in bytes.</summary>
    public const int TextMax = 16 * 1024;

    /// <summary>The most fields.</summary>
    public const int FieldsMax = 32;

    private byte[] _text = new byte[1024];
    private Fields _fields;
    private int _queryLength;
    private int _rawLength;
    private int _length;
    private uint _read;

    /// <summary>How many fields there are; a field of the body that the query also has is not counted.</summary>
    public int Count { get; private set; }

    /// <summary>How many fields were looked up so far.</summary>
    public int ReadCount => System.Numerics.BitOperations.PopCount(_read);

    /// <summary>Takes in a request, replacing the one before.</summary>
    /// <param name="query">The query string as sent, without the question mark.</param>
    /// <param name="body">The form body as sent.</param>
    public FormOutcome Read(ReadOnlySpan<char> query, ReadOnlySpan<byte> body)
    {
        Count = 0;
        _read = 0;
        _queryLength = 0;
        _rawLength = 0;
        if (query.Length + body.Length > TextMax)
            return FormOutcome.TooLong;

        // Decoding never lengthens, so twice the text is enough for everything.
        if (_text.Length < 2 * (query.Length + body.Length))
            _text = new byte[2 * (query.Length + body.Length)];

        if (System.Text.Ascii.FromUtf16(query, _text, out _) != System.Buffers.OperationStatus.Done)
            return FormOutcome.IllegalCharacters;

        body.CopyTo(_text.AsSpan(query.Length));
        _queryLength = query.Length;
        _rawLength = _length = query.Length + body.Length;
        var outcome = Split(0, _queryLength);
        return outcome == FormOutcome.Read ? Split(_queryLength, _rawLength) : outcome;
    }

    /// <summary>Looks a field up and counts it as read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its decoded value, which may be empty; valid until the next <see cref="Read"/>.</param>
    public bool TryGet(scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var index = IndexOf(name, 0, Count);
        value = index < 0 ? default : _text.AsSpan(_fields[index].Value, _fields[index].ValueLength);
        if (index >= 0)
            _read |= 1u << index;

        return index >= 0;
    }

    /// <summary>Copies what a signature covers: query and body one after the other, without the field that carries the signature.</summary>
    /// <param name="signature">That field's name.</param>
    /// <param name="to">At least <see cref="TextMax"/> bytes.</param>
    /// <returns>How many bytes were copied.</returns>
    public int CopySigned(ReadOnlySpan<byte> signature, Span<byte> to)
    {
        var raw = _text.AsSpan(0, _rawLength);
        var index = IndexOf(signature, 0, Count);
        if (index < 0)
        {
            raw.CopyTo(to);
            return raw.Length;
        }

        // With the field goes the '&' before it, or the one behind it where it is the first of its part.
        var field = _fields[index];
        var start = (int)field.Name;
        var end = field.RawEnd;
        var partStart = start < _queryLength ? 0 : _queryLength;
        var partEnd = start < _queryLength ? _queryLength : _rawLength;
        if (start > partStart)
            start--;
        else if (end < partEnd)
            end++;

        raw[..start].CopyTo(to);
        raw[end..].CopyTo(to[start..]);
        return start + raw.Length - end;
    }

    private FormOutcome Split(int from, int end)
    {
        var before = Count;
        while (from < end)
        {
            var length = _text.AsSpan(from, end - from).IndexOf((byte)'&');
            var next = length < 0 ? end : from + length;
            if (next > from)
            {
                var outcome = Add(from, next, before);
                if (outcome != FormOutcome.Read)
                    return outcome;
            }

            from = next + 1;
        }

        return FormOutcome.Read;
    }

    private FormOutcome Add(int from, int end, int before)
    {
        var equals = _text.AsSpan(from, end - from).IndexOf((byte)'=');
        var nameLength = equals < 0 ? end - from : equals;
        var name = _text.AsSpan(from, nameLength);
        if (IndexOf(name, 0, before) >= 0)
            return FormOutcome.Read;

        if (IndexOf(name, before, Count) >= 0)
            return FormOutcome.Duplicate;

        if (Count == FieldsMax)
            return FormOutcome.TooMany;

        var value = equals < 0 ? end : from + equals + 1;
        var valueLength = end - value;
        if (_text.AsSpan(value, valueLength).ContainsAny((byte)'%', (byte)'+'))
        {
            var decoded = _length;
            if (!Decode(value, end))
                return FormOutcome.IllegalCharacters;

            (value, valueLength) = (decoded, _length - decoded);
        }

        _fields[Count++] = new Field((ushort)from, (ushort)nameLength, (ushort)value, (ushort)valueLength, (ushort)end);
        return FormOutcome.Read;
    }

    private bool Decode(int from, int end)
    {
        for (; from < end; from++)
        {
            var letter = _text[from];
            if (letter == (byte)'%')
            {
                if (end - from < 3 || !TryNibble(_text[from + 1], out var high) || !TryNibble(_text[from + 2], out var low))
                    return false;

                letter = (byte)((high << 4) | low);
                from += 2;
            }
            else if (letter == (byte)'+')
            {
                letter = (byte)' ';
            }

            _text[_length++] = letter;
        }

        return true;
    }

    private static bool TryNibble(byte letter, out int nibble)
    {
        nibble = char.IsAsciiHexDigit((char)letter) ? (letter | 0x20) - (letter <= '9' ? 0x20 | '0' : 'a' - 10) : -1;
        return nibble >= 0;
    }

    private int IndexOf(scoped ReadOnlySpan<byte> name, int from, int end)
    {
        for (var i = from; i < end; i++)
            if (_text.AsSpan(_fields[i].Name, _fields[i].NameLength).SequenceEqual(name))
                return i;

        return -1;
    }

    private readonly record struct Field(ushort Name, ushort NameLength, ushort Value, ushort ValueLength, ushort RawEnd);

    [InlineArray(FieldsMax)]
    private struct Fields
    {
        private Field _first;
    }
}

/// <summary>How the reading of a form ended.</summary>
public enum FormOutcome
{
    /// <summary>All fields are there.</summary>
    Read,

    /// <summary>More than <see cref="FormFields.TextMax"/> bytes.</summary>
    TooLong,

    /// <summary>More than <see cref="FormFields.FieldsMax"/> fields.</summary>
    TooMany,

    /// <summary>A field twice in the query or twice in the body.</summary>
    Duplicate,

    /// <summary>A character outside ASCII, or an escape that is none.</summary>
    IllegalCharacters,
}
