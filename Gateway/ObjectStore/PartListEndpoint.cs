using System.Globalization;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>Lists the parts of an upload.</summary>
internal sealed class PartListEndpoint(IGrainFactory grains)
{
    /// <summary>The most parts that are told at once.</summary>
    public const int PageMax = 1000;

    public async Task List(ObjectStoreCall call)
    {
        var limit = Number(call, "max-parts", call.Query["max-parts"]) ?? PageMax;
        var after = Number(call, "part-number-marker", call.Query["part-number-marker"]) ?? 0;
        if (call.Refusal is not null || await KnownUpload.Find(grains, call) is not { } upload)
            return;
        limit = Math.Min(limit, PageMax);
        var page = await upload.Grain.Parts(after, Math.Max(limit, 1), call.Aborted);
        if (page.Refusal != MultipartRefusal.None)
        {
            call.Refuse(ObjectRefusals.Of(page.Refusal));
            return;
        }

        Write(call, upload, page, after, limit);
        await call.SendXml();
    }

    /// <summary>A number that is not negative; null where it was not sent. Refuses the call for all else.</summary>
    public static int? Number(ObjectStoreCall call, string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        call.Refuse(S3Error.Argument(name, text, $"Provided {name} not an integer or within integer range"));
        return null;
    }

    private static void Write(ObjectStoreCall call, KnownUpload upload, PartPage page, int after, int limit)
    {
        var parts = limit == 0 ? [] : page.Parts;
        var description = upload.Description;
        var xml = call.Xml.Document("ListPartsResult"u8)
            .Element("Bucket"u8, call.Bucket)
            .Element("Key"u8, call.Key)
            .Element("UploadId"u8, upload.Id);
        Write(xml, "Initiator"u8, description.Initiator);
        Write(xml, "Owner"u8, description.Description.Owner);
        xml.Element("StorageClass"u8, ObjectAttributesEndpoint.ClassOf(description.Description))
            .Element("PartNumberMarker"u8, after)
            .Element("NextPartNumberMarker"u8, parts.IsEmpty ? 0 : parts[^1].Number)
            .Element("MaxParts"u8, limit)
            .Element("IsTruncated"u8, limit > 0 && page.IsTruncated);
        if (description.Checksum is { } algorithm)
        {
            xml.Element("ChecksumAlgorithm"u8, algorithm.ToKind().Name())
                .Element("ChecksumType"u8, description.ChecksumType.Name());
        }

        foreach (var part in parts)
        {
            xml.Begin("Part"u8)
                .Element("PartNumber"u8, part.Number)
                .Element("LastModified"u8, part.ModifiedAt)
                .ETag(part.ETag)
                .Element("Size"u8, part.Bytes);
            if (part.Checksum.Length > 0 && description.Checksum is { } ofPart)
                xml.Value(ofPart, part.Checksum);
            xml.End("Part"u8);
        }

        xml.End("ListPartsResult"u8);
    }

    private static void Write(XmlAnswer xml, ReadOnlySpan<byte> name, ObjectOwner who) =>
        xml.Begin(name).Element("ID"u8, who.Account.ToString()).Element("DisplayName"u8, who.Handle).End(name);
}
