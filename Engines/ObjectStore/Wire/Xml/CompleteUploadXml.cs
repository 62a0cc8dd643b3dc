using System.Collections.Immutable;
using System.Globalization;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary>A part as a <c>CompleteMultipartUpload</c> names it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Checksum">Its checksum in Base64, of whatever algorithm; empty for none.</param>
public readonly record struct PartLine(int Number, string ETag, string Checksum);

/// <summary><c>CompleteMultipartUpload</c>: the parts that an object is made of.</summary>
public static class CompleteUploadXml
{
    /// <summary>The most parts.</summary>
    public const int PartsMax = 10_000;

    private const string ChecksumPrefix = "Checksum";

    public static Parsed<ImmutableArray<PartLine>> Parse(ReadOnlyMemory<byte> body)
    {
        if (WireXml.Parse(body, "CompleteMultipartUpload", WireXmlLimits.Parts) is not { } root
            || !root.Has([], ["Part"]) || root.Children.Length is 0 or > PartsMax)
            return new WireRefusal(WireFault.MalformedXml);
        var parts = ImmutableArray.CreateBuilder<PartLine>(root.Children.Length);
        foreach (var element in root.Children)
        {
            if (Read(element) is not { } part)
                return new WireRefusal(WireFault.MalformedXml);
            if (part.Number is 0 or > PartsMax)
            {
                return new WireRefusal(
                    WireFault.InvalidArgument, "PartNumber must be between 1 and 10000, inclusive", "partNumber", $"{part.Number}");
            }

            parts.Add(part);
        }

        return parts.MoveToImmutable();
    }

    private static PartLine? Read(WireElement element) =>
        element.TextOf("ETag") is { } tag
        && int.TryParse(element.TextOf("PartNumber")?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PartLine(number, EntityTagParser.Bare(tag), ChecksumOf(element))
            : null;

    private static string ChecksumOf(WireElement element)
    {
        foreach (var child in element.Children)
        {
            if (child.Name.StartsWith(ChecksumPrefix, StringComparison.Ordinal))
                return child.Text.Trim();
        }

        return "";
    }
}
