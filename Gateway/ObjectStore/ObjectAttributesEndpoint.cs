using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>Tells about an object what the client asks for, without its bytes.</summary>
internal sealed class ObjectAttributesEndpoint(BucketIndex index)
{
    private const string Header = "x-amz-object-attributes";

    private static readonly string[] Known = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

    /// <summary>The storage class as clients name it.</summary>
    public static string ClassOf(ObjectDescription description) =>
        description.StorageClass.Length > 0 ? description.StorageClass : Wire.ObjectHeaders.StandardClass;

    public async Task Get(ObjectStoreCall call)
    {
        var asked = (call.Header(Header) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0)
        {
            call.Refuse(S3Error.Argument(
                Header, "", "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty"));
        }

        if (Array.Find(asked, name => !Known.Contains(name)) is { } unknown)
            call.Refuse(S3Error.Argument(Header, unknown, "Invalid attribute name specified."));
        var limit = PartListEndpoint.Number(call, "x-amz-max-parts", call.Header("x-amz-max-parts")) ?? PartListEndpoint.PageMax;
        var after = PartListEndpoint.Number(call, "x-amz-part-number-marker", call.Header("x-amz-part-number-marker")) ?? 0;
        if (call.Refusal is not null || await index.Find(call) is not { } version)
            return;

        call.Response.Headers.LastModified = version.ModifiedAt.ToString("R");
        call.TellVersion(version.VersionId);
        Write(call.Xml, version, asked, after, Math.Min(limit, PartListEndpoint.PageMax));
        await call.SendXml();
    }

    private static void Write(XmlAnswer xml, ObjectVersion version, string[] asked, int after, int limit)
    {
        var description = version.Description;
        xml.Document("GetObjectAttributesResponse"u8);
        if (asked.Contains("ETag"))
            xml.Element("ETag"u8, description.ETag);
        if (asked.Contains("Checksum") && description.Checksum is { } checksum)
            xml.Begin("Checksum"u8).Checksum(checksum with { Value = WithoutCount(checksum.Value) }).End("Checksum"u8);
        if (asked.Contains("ObjectParts") && version.Content is ObjectContent.Parts { Values: var parts })
            Write(xml, parts, description.Checksum, after, limit);
        if (asked.Contains("StorageClass"))
            xml.Element("StorageClass"u8, ClassOf(description));
        if (asked.Contains("ObjectSize"))
            xml.Element("ObjectSize"u8, description.Bytes);
        xml.End("GetObjectAttributesResponse"u8);
    }

    // Here alone S3 leaves out the number of parts that ends a composite checksum; Base64 has no hyphen.
    private static string WithoutCount(string checksum) => checksum.Split('-', 2)[0];

    // Without a checksum S3 tells how many parts there are, and nothing of each.
    private static void Write(XmlAnswer xml, ImmutableArray<ObjectPart> parts, ObjectChecksum? checksum, int after, int limit)
    {
        ImmutableArray<ObjectPart> page = checksum is null ? [] : [.. parts.Where(part => part.Number > after).Take(limit)];
        xml.Begin("ObjectParts"u8)
            .Element("PartsCount"u8, parts.Length)
            .Element("PartNumberMarker"u8, after)
            .Element("NextPartNumberMarker"u8, page.IsEmpty ? 0 : page[^1].Number)
            .Element("MaxParts"u8, limit)
            .Element("IsTruncated"u8, !page.IsEmpty && page[^1].Number < parts[^1].Number);
        foreach (var part in page)
        {
            xml.Begin("Part"u8).Element("PartNumber"u8, part.Number).Element("Size"u8, part.Bytes);
            if (part.Checksum.Length > 0)
                xml.Value(checksum!.Algorithm, part.Checksum);
            xml.End("Part"u8);
        }

        xml.End("ObjectParts"u8);
    }
}
