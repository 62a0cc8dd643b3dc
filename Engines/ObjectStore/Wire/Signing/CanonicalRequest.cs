using System.Buffers;
using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

// What a signature of version 4 covers, written down in the one way on which client and server agree:
//
//   PUT                                          method
//   /examplebucket/a%20key                       path, escaped once
//   partNumber=1&uploadId=x                      query, sorted
//   host:s3.example                              the signed headers, trimmed, in the order of their list
//   x-amz-date:20130524T000000Z
//
//   host;x-amz-date                              their list
//   e3b0c442…                                    SHA-256 of the body, or the word that says why it is not signed
//
// It is written in these steps, straight into one buffer, because only the caller knows where its headers are.

/// <summary>The canonical form of a request. Not safe for concurrent use; meant to be reused.</summary>
public sealed class CanonicalRequest
{
    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private readonly CanonicalQuery _query = new();
    private bool _isInHeader;
    private bool _hasValue;

    /// <summary>The text, whole after <see cref="End"/>.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>Starts the form of a request to S3, replacing the one before.</summary>
    /// <param name="method">In upper case.</param>
    /// <param name="path">As sent.</param>
    /// <param name="query">As sent, without the question mark; a signature in it is left out.</param>
    public void Begin(ReadOnlySpan<char> method, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        BeginLine(method);
        CanonicalPath.AppendAsSent(_text, path);
        EndTarget(query);
    }

    /// <summary>Starts the form of a request to a service that resolves paths.</summary>
    /// <param name="method">In upper case.</param>
    /// <param name="path">As sent.</param>
    /// <param name="query">As sent, without the question mark; a signature in it is left out.</param>
    public void BeginNormalized(ReadOnlySpan<char> method, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        BeginLine(method);
        CanonicalPath.AppendNormalized(_text, path);
        EndTarget(query);
    }

    /// <summary>Adds a signed header, whose values follow.</summary>
    /// <param name="name">In lower case.</param>
    public void AddHeader(ReadOnlySpan<char> name)
    {
        EndHeader();
        Encoding.UTF8.GetBytes(name, _text);
        _text.Write(":"u8);
        _isInHeader = true;
        _hasValue = false;
    }

    /// <summary>Adds a value to the last header: blanks around it go, those in it become one each.</summary>
    /// <param name="value">As sent.</param>
    public void AddValue(ReadOnlySpan<char> value)
    {
        if (_hasValue)
            _text.Write(","u8);
        _hasValue = true;
        value = value.Trim(" \t\r\n");
        while (value.IndexOf("  ") is var blanks && blanks >= 0)
        {
            Encoding.UTF8.GetBytes(value[..(blanks + 1)], _text);
            value = value[blanks..].TrimStart(' ');
        }

        Encoding.UTF8.GetBytes(value, _text);
    }

    /// <summary>Ends the form.</summary>
    /// <param name="signedHeaders">The list of the headers that were added, by semicolons.</param>
    /// <param name="payload">The hash of the body in hexadecimal, or a word in its place.</param>
    public void End(ReadOnlySpan<char> signedHeaders, ReadOnlySpan<char> payload)
    {
        EndHeader();
        _text.Write("\n"u8);
        Encoding.UTF8.GetBytes(signedHeaders, _text);
        _text.Write("\n"u8);
        Encoding.UTF8.GetBytes(payload, _text);
    }

    private void BeginLine(ReadOnlySpan<char> method)
    {
        _text.ResetWrittenCount();
        _isInHeader = false;
        Encoding.ASCII.GetBytes(method, _text);
        _text.Write("\n"u8);
    }

    private void EndTarget(ReadOnlySpan<char> query)
    {
        _text.Write("\n"u8);
        _query.Append(_text, query);
        _text.Write("\n"u8);
    }

    private void EndHeader()
    {
        if (_isInHeader)
            _text.Write("\n"u8);
        _isInHeader = false;
    }
}
