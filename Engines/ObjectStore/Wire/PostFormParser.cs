using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OrleansLld.ObjectStore.Wire;

// A form as browsers send it. What stands before the file is small and read as a whole; the file is streamed and ends where the
// delimiter stands.
//
//   --boundary CRLF
//   Content-Disposition: form-data; name="key" CRLF
//   CRLF
//   photos/${filename}
//   CRLF --boundary CRLF
//   Content-Disposition: form-data; name="file"; filename="a.png" CRLF
//   Content-Type: image/png CRLF
//   CRLF
//   …the file…                          ◄── here the parser stops
//   CRLF --boundary-- CRLF              ◄── the delimiter that PostFormParser.FileLength looks for; what follows is ignored

/// <summary>How the reading of a form ended.</summary>
public enum PostFormOutcome
{
    /// <summary>It has not ended: more bytes are needed.</summary>
    NeedsMore,

    /// <summary>The file begins.</summary>
    Ready,

    /// <summary>The form ended without a file.</summary>
    NoFile,

    /// <summary>A field came twice.</summary>
    Duplicate,

    /// <summary>It is no form.</summary>
    Malformed,

    /// <summary>The fields before the file have more than <see cref="PostFormParser.FieldBytesMax"/> bytes, or are too many.</summary>
    TooLarge,
}

/// <summary>What stands before the file of a form.</summary>
/// <param name="Fields">The fields in their order; names in lower case.</param>
/// <param name="FileName">What the browser calls the file, without its directory; empty when it does not say.</param>
/// <param name="Length">How many bytes stand before the file's first.</param>
public sealed record PostFormHead(IReadOnlyList<KeyValuePair<string, string>> Fields, string FileName, int Length)
{
    /// <summary>The value of a field; null where it was not sent.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in Fields)
            {
                if (field.Key == name)
                    return field.Value;
            }

            return null;
        }
    }
}

/// <summary>Bodies of the type <c>multipart/form-data</c>.</summary>
public static class PostFormParser
{
    /// <summary>The most bytes before the file.</summary>
    public const int FieldBytesMax = 20 << 10;

    /// <summary>The most fields.</summary>
    public const int FieldsMax = 200;

    private const int BoundaryLengthMax = 70;
    private const string FileField = "file";
    private const string TypePrefix = "multipart/form-data";

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private static ReadOnlySpan<byte> Dashes => "--"u8;

    /// <summary>What parts the fields: line end, dashes and the boundary that the content type names; null where it names none.</summary>
    public static byte[]? DelimiterOf(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(TypePrefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var boundary = FormDisposition.Parameter(contentType, "boundary");
        return boundary?.Length is > 0 and <= BoundaryLengthMax && Ascii.IsValid(boundary)
            ? Encoding.ASCII.GetBytes($"\r\n--{boundary}")
            : null;
    }

    /// <summary>Reads what stands before the file. To be called again with more bytes where they do not suffice.</summary>
    /// <param name="body">The body from its beginning.</param>
    /// <param name="delimiter">See <see cref="DelimiterOf"/>.</param>
    /// <param name="head">The fields, where the file begins.</param>
    public static PostFormOutcome Parse(ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter, out PostFormHead? head)
    {
        head = null;
        var fields = new List<KeyValuePair<string, string>>();
        // The first delimiter may stand at the very beginning, without its line end.
        var at = body.StartsWith(delimiter[LineEnd.Length..]) ? delimiter.Length - LineEnd.Length : After(body, 0, delimiter);
        while (at >= 0)
        {
            var rest = body[at..];
            if (rest.StartsWith(Dashes))
                return PostFormOutcome.NoFile;
            var headerEnd = rest.IndexOf("\r\n\r\n"u8);
            if (headerEnd < 0)
                break;
            if (!rest.StartsWith(LineEnd) || !FormDisposition.TryRead(rest[..headerEnd], out var name, out var fileName))
                return PostFormOutcome.Malformed;
            at += headerEnd + 2 * LineEnd.Length;
            if (name.Equals(FileField, StringComparison.OrdinalIgnoreCase))
            {
                head = new PostFormHead(fields, fileName, at);
                return at <= FieldBytesMax ? PostFormOutcome.Ready : PostFormOutcome.TooLarge;
            }

            var end = body[at..].IndexOf(delimiter);
            if (end < 0)
                break;
            if (Add(fields, name, body.Slice(at, end)) is var added && added != PostFormOutcome.Ready)
                return added;
            at += end + delimiter.Length;
        }

        return body.Length > FieldBytesMax ? PostFormOutcome.TooLarge : PostFormOutcome.NeedsMore;
    }

    /// <summary>How many of the bytes belong to the file; those that may be the beginning of the delimiter do not yet.</summary>
    /// <param name="bytes">Bytes of the body after those that were told already.</param>
    /// <param name="delimiter">See <see cref="DelimiterOf"/>.</param>
    /// <param name="isEnd">Whether the file ends with them.</param>
    public static long FileLength(in ReadOnlySequence<byte> bytes, ReadOnlySpan<byte> delimiter, out bool isEnd)
    {
        isEnd = false;
        var reader = new SequenceReader<byte>(bytes);
        while (reader.TryAdvanceTo((byte)'\r', advancePastDelimiter: false))
        {
            isEnd = reader.IsNext(delimiter);
            if (isEnd || (reader.Remaining < delimiter.Length && IsBeginning(reader.UnreadSequence, delimiter)))
                return reader.Consumed;
            reader.Advance(1);
        }

        return bytes.Length;
    }

    private static bool IsBeginning(in ReadOnlySequence<byte> bytes, ReadOnlySpan<byte> delimiter)
    {
        Span<byte> tail = stackalloc byte[BoundaryLengthMax + 4];
        bytes.CopyTo(tail);
        return delimiter.StartsWith(tail[..(int)bytes.Length]);
    }

    private static int After(ReadOnlySpan<byte> body, int from, ReadOnlySpan<byte> delimiter)
    {
        var at = body[from..].IndexOf(delimiter);
        return at < 0 ? -1 : from + at + delimiter.Length;
    }

    private static PostFormOutcome Add(List<KeyValuePair<string, string>> fields, string name, ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value))
            return PostFormOutcome.Malformed;
        if (fields.Count == FieldsMax)
            return PostFormOutcome.TooLarge;
        name = name.ToLowerInvariant();
        foreach (var field in fields)
        {
            if (field.Key == name)
                return PostFormOutcome.Duplicate;
        }

        fields.Add(new(name, Encoding.UTF8.GetString(value)));
        return PostFormOutcome.Ready;
    }
}
