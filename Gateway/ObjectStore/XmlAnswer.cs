using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Writes XML as S3 does, straight into UTF-8. Names are written as they are given; text is escaped.</summary>
internal sealed class XmlAnswer
{
    private const int BytesMin = 2048;
    private const int KeptBytesMax = 16 << 10;
    private const int NumberBytesMax = 20;

    // What has to be escaped: markup, and what a parser would drop, or turn into a blank.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\t\n\u000b\u000c\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016"
        + "\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\ufffe\uffff");

    private byte[] _bytes = new byte[BytesMin];
    private int _length;

    /// <summary>What every document begins with.</summary>
    public static ReadOnlySpan<byte> Declaration => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8;

    private static ReadOnlySpan<byte> Namespace => " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""u8;

    /// <summary>What was written; to be used before the next document.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Begins the document and its root, which is in the namespace of S3.</summary>
    public XmlAnswer Document(ReadOnlySpan<byte> root) => Raw(Declaration).Raw("<"u8).Raw(root).Raw(Namespace).Raw(">"u8);

    /// <summary>Begins the document and its root, which is in no namespace.</summary>
    public XmlAnswer BareDocument(ReadOnlySpan<byte> root) => Raw(Declaration).Begin(root);

    public XmlAnswer Begin(ReadOnlySpan<byte> name) => Tag("<"u8, name);

    public XmlAnswer End(ReadOnlySpan<byte> name) => Tag("</"u8, name);

    /// <summary>What is well-formed by itself, such as a start tag with attributes.</summary>
    public XmlAnswer Raw(ReadOnlySpan<byte> markup)
    {
        markup.CopyTo(Room(markup.Length));
        _length += markup.Length;
        return this;
    }

    public XmlAnswer Element(ReadOnlySpan<byte> name, string text) => Begin(name).Text(text).End(name);

    /// <summary>An element whose text is known to need no escape.</summary>
    public XmlAnswer Element(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) => Begin(name).Raw(text).End(name);

    public XmlAnswer Element(ReadOnlySpan<byte> name, long value)
    {
        Begin(name);
        Utf8Formatter.TryFormat(value, Room(NumberBytesMax), out var written);
        _length += written;
        return End(name);
    }

    public XmlAnswer Element(ReadOnlySpan<byte> name, bool value) => Element(name, value ? "true"u8 : "false"u8);

    /// <summary>A time. S3 counts in seconds and writes the milliseconds that it does not have.</summary>
    public XmlAnswer Element(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Begin(name);
        time.UtcDateTime.TryFormat(Room(32), out var written, "s", CultureInfo.InvariantCulture);
        _length += written;
        return Raw(".000Z"u8).End(name);
    }

    /// <summary>An ETag, in quotes.</summary>
    public XmlAnswer ETag(string etag) => Raw("<ETag>&quot;"u8).Text(etag).Raw("&quot;</ETag>"u8);

    public XmlAnswer Text(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Special) is var special and >= 0)
        {
            Plain(rest[..special]);
            Escape(rest[special]);
            rest = rest[(special + 1)..];
        }

        Plain(rest);
        return this;
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length <= KeptBytesMax)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = new byte[BytesMin];
    }

    private XmlAnswer Tag(ReadOnlySpan<byte> open, ReadOnlySpan<byte> name)
    {
        var room = Room(open.Length + name.Length + 1);
        open.CopyTo(room);
        name.CopyTo(room[open.Length..]);
        room[open.Length + name.Length] = (byte)'>';
        _length += open.Length + name.Length + 1;
        return this;
    }

    private void Plain(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Room(text.Length * 3));

    // Most control characters are forbidden in XML 1.0 in any form; S3 writes them as references all the same.
    private void Escape(char character)
    {
        switch (character)
        {
            case '&':
                Raw("&amp;"u8);
                break;
            case '<':
                Raw("&lt;"u8);
                break;
            case '>':
                Raw("&gt;"u8);
                break;
            case '"':
                Raw("&quot;"u8);
                break;
            default:
                Raw("&#x"u8);
                Utf8Formatter.TryFormat((int)character, Room(NumberBytesMax), out var written, new StandardFormat('x'));
                _length += written;
                Raw(";"u8);
                break;
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
            Grow(bytes);
        return _bytes.AsSpan(_length);
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + bytes));
        Written.Span.CopyTo(larger);
        if (_bytes.Length > BytesMin)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
