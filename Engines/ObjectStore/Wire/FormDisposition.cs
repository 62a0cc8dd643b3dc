using System.Text;
using System.Text.Unicode;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>The headers of one part of a form.</summary>
internal static class FormDisposition
{
    private const string Header = "content-disposition:";

    /// <summary>Reads the name of the field and of the file; false where the part has no name.</summary>
    public static bool TryRead(ReadOnlySpan<byte> headers, out string name, out string fileName)
    {
        (name, fileName) = ("", "");
        if (!Utf8.IsValid(headers))
            return false;
        foreach (var line in Encoding.UTF8.GetString(headers).Split("\r\n"))
        {
            if (!line.StartsWith(Header, StringComparison.OrdinalIgnoreCase))
                continue;
            name = Parameter(line, "name") ?? "";
            fileName = WithoutDirectory(Extended(line) ?? Parameter(line, "filename") ?? "");
        }

        return name.Length > 0;
    }

    /// <summary>A parameter of a header, in quotes or not; null where there is none of that name.</summary>
    public static string? Parameter(string header, string name)
    {
        var at = header.IndexOf(';');
        while (at >= 0)
        {
            at++;
            while (at < header.Length && header[at] == ' ')
                at++;
            var equals = header.IndexOf('=', at);
            if (equals < 0)
                return null;
            var isWanted = header.AsSpan(at, equals - at).Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
            var value = Value(header, equals + 1, out var end);
            if (isWanted)
                return value;
            at = header.IndexOf(';', end);
        }

        return null;
    }

    private static string Value(string header, int from, out int end)
    {
        if (from >= header.Length || header[from] != '"')
        {
            end = header.IndexOf(';', from);
            end = end < 0 ? header.Length : end;
            return header[from..end].Trim();
        }

        var text = new StringBuilder();
        for (end = from + 1; end < header.Length && header[end] != '"'; end++)
        {
            // Browsers of old sent paths with single backslashes, so only these two are escapes.
            if (header[end] == '\\' && end + 1 < header.Length && header[end + 1] is '"' or '\\')
                end++;
            text.Append(header[end]);
        }

        return text.ToString();
    }

    /// <summary>The form of RFC 5987, which programs use for names that are not ASCII.</summary>
    private static string? Extended(string line)
    {
        const string Charset = "utf-8''";
        return Parameter(line, "filename*") is { } value && value.StartsWith(Charset, StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(value[Charset.Length..])
            : null;
    }

    private static string WithoutDirectory(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
