using System.Collections.Frozen;

namespace OrleansLld.Chat;

/// <summary>Which files can be sent in a message.</summary>
internal static class MediaRules
{
    /// <summary>The most bytes of a file: 64 MiB.</summary>
    public const long BytesMax = 64 << 20;

    private const int NameMax = 255;

    // Nothing that a browser runs or lays out as a page: no HTML, no SVG, no script.
    private static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(
    [
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif",
        "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/aac", "audio/flac",
        "video/mp4", "video/webm", "video/ogg", "video/quicktime",
        "application/pdf", "application/zip", "application/octet-stream", "text/plain",
    ]);

    /// <summary>Why a file cannot be sent: a code and a sentence; null when it can.</summary>
    public static (string Code, string Sentence)? Check(string type, long size, string name)
    {
        if (!Types.Contains(type))
            return (
                "invalid-media-type",
                "Pictures, sound, films, PDF, zip and plain text can be sent; anything else as application/octet-stream.");
        if (size is < 1 or > BytesMax)
            return ("invalid-media-size", "A file has 1 byte to 64 MiB.");
        return name.Length is 0 or > NameMax || name.Any(letter => letter is '/' or '\\' || char.IsControl(letter))
            ? ("invalid-media-name", "A file's name has 1 to 255 characters and no slashes.")
            : null;
    }
}
