using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Writes XML as S3 does, straight into UTF-8. Names are written as they are given; text is escaped.</summary>
internal sealed class XmlAnswer
{
    private const int KeptBufferMax = 256 << 10;

    /// <summary>What every document begins with.</summary>
    public static ReadOnlySpan<byte> Declaration => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8;

    private static ReadOnlySpan<byte> Namespace => " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""u8;

    // What has to be escaped: markup, and what a parser would drop or turn into a blank.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\t\n\u000b\u000c\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016"
        + "\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\ufffe\uffff");

    private ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _buffer.WrittenCount == 0;

    /// <summary>Begins the document and its root, which is in the namespace of S3.</summary>
    public XmlAnswer Document(ReadOnlySpan<byte> root)
    {
        _buffer.Write(Declaration);
        _buffer.Write("<"u8);
        _buffer.Write(root);
        _buffer.Write(Namespace);
        _buffer.Write(">"u8);
        return this;
    }

    /// <summary>Begins the document and its root, which is in no namespace.</summary>
    public XmlAnswer BareDocument(ReadOnlySpan<byte> root)
    {
        _buffer.Write(Declaration);
        return Begin(root);
    }

    public XmlAnswer Begin(ReadOnlySpan<byte> name)
    {
        _buffer.Write("<"u8);
        _buffer.Write(name);
        _buffer.Write(">"u8);
        return this;
    }

    public XmlAnswer End(ReadOnlySpan<byte> name)
    {
        _buffer.Write("</"u8);
        _buffer.Write(name);
        _buffer.Write(">"u8);
        return this;
    }

    /// <summary>What is well-formed by itself, such as a start tag with attributes.</summary>
    public XmlAnswer Raw(ReadOnlySpan<byte> markup)
    {
        _buffer.Write(markup);
        return this;
    }

    public XmlAnswer Element(ReadOnlySpan<byte> name, string text)
    {
        Begin(name);
        Text(text);
        return End(name);
    }

    /// <summary>An element whose text is known to need no escape.</summary>
    public XmlAnswer Element(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        Begin(name);
        _buffer.Write(text);
        return End(name);
    }

    public XmlAnswer Element(ReadOnlySpan<byte> name, long value)
    {
        Begin(name);
        Utf8Formatter.TryFormat(value, _buffer.GetSpan(20), out var written);
        _buffer.Advance(written);
        return End(name);
    }

    public XmlAnswer Element(ReadOnlySpan<byte> name, bool value) => Element(name, value ? "true"u8 : "false"u8);

    /// <summary>A time, in milliseconds as S3 writes it.</summary>
    public XmlAnswer Element(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Begin(name);
        time.UtcDateTime.TryFormat(_buffer.GetSpan(32), out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _buffer.Advance(written);
        return End(name);
    }

    /// <summary>An ETag, in quotes.</summary>
    public XmlAnswer ETag(string etag)
    {
        _buffer.Write("<ETag>&quot;"u8);
        Text(etag);
        _buffer.Write("&quot;</ETag>"u8);
        return this;
    }

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
        if (_buffer.Capacity > KeptBufferMax)
            _buffer = new ArrayBufferWriter<byte>(4096);
        else
            _buffer.ResetWrittenCount();
    }

    private void Plain(ReadOnlySpan<char> text)
    {
        var room = _buffer.GetSpan(text.Length * 3);
        _buffer.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    // Most control characters are forbidden in XML 1.0 in any form; S3 writes them as references all the same.
    private void Escape(char character)
    {
        switch (character)
        {
            case '&':
                _buffer.Write("&amp;"u8);
                break;
            case '<':
                _buffer.Write("&lt;"u8);
                break;
            case '>':
                _buffer.Write("&gt;"u8);
                break;
            case '"':
                _buffer.Write("&quot;"u8);
                break;
            default:
                _buffer.Write("&#x"u8);
                Utf8Formatter.TryFormat((int)character, _buffer.GetSpan(8), out var written, new StandardFormat('x'));
                _buffer.Advance(written);
                _buffer.Write(";"u8);
                break;
        }
    }
}
