using System.Buffers;
using System.Xml;
using System.Xml.Linq;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>Reads what a client sends with the making of a bucket: in which region it is to be.</summary>
public static class LocationConstraintParser
{
    /// <summary>The largest document, in bytes.</summary>
    public const int BytesMax = 16 << 10;

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = BytesMax,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Whether the text may name a region: <c>EU</c>, or words apart by dashes such as <c>eu-west-1</c>.</summary>
    public static bool IsRegion(string text) =>
        text is "EU"
        || (text.Length is > 0 and <= 32
            && text.Contains('-', StringComparison.Ordinal)
            && char.IsAsciiDigit(text[^1])
            && !text.AsSpan().ContainsAnyExcept(Characters));

    /// <summary>Reads a <c>CreateBucketConfiguration</c>.</summary>
    /// <param name="document">The body, at most <see cref="BytesMax"/>; may be empty.</param>
    /// <param name="constraint">The location constraint; empty for none.</param>
    /// <returns>False when it is no such document.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> document, out string constraint)
    {
        constraint = "";
        if (document.IsEmpty)
            return true;
        try
        {
            using var stream = new MemoryStream(document.ToArray());
            using var reader = XmlReader.Create(stream, Settings);
            var root = XElement.Load(reader);
            constraint = root.Elements().FirstOrDefault(element => element.Name.LocalName == "LocationConstraint")?.Value ?? "";
            return root.Name.LocalName == "CreateBucketConfiguration";
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
