using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>The listings of a bucket: its objects, in two versions of the API, their versions, and unfinished uploads.</summary>
internal sealed class ListingEndpoints(BucketListing listing)
{
    /// <summary>ListObjects, where a page begins after a key.</summary>
    public async Task Objects(ObjectStoreCall call)
    {
        var question = ListingQuestion.Read(call, ListingKind.Objects, "max-keys");
        var marker = call.Query["marker"] ?? "";
        if (await Gather(call, question with { From = question.After(marker) }) is not { } page)
            return;

        var xml = call.Xml.Document("ListBucketResult"u8);
        WriteHead(call, question);
        xml.Element("Marker"u8, question.Tell(marker));
        xml.Element("MaxKeys"u8, question.Limit).Element("IsTruncated"u8, page.IsTruncated);
        if (page.IsTruncated && question.Delimiter.Length > 0)
            xml.Element("NextMarker"u8, question.Tell(page.Last.Key));
        foreach (var entry in page.Entries)
            ListingXml.WriteObject(xml, question, entry, isOwnerTold: true);
        ListingXml.WritePrefixes(xml, question, page);
        xml.End("ListBucketResult"u8);
        await call.SendXml();
    }

    /// <summary>ListObjectsV2, where a page begins where the last one ended.</summary>
    public async Task ObjectsByToken(ObjectStoreCall call)
    {
        var question = ListingQuestion.Read(call, ListingKind.Objects, "max-keys");
        var (token, startAfter) = (call.Query["continuation-token"], call.Query["start-after"]);
        var from = question.After(startAfter ?? "");
        if (token is { Length: > 0 } && !ListingPlace.TryParse(token, out from))
            call.Refuse(S3Error.Argument("continuation-token", token, "The continuation token provided is incorrect"));
        if (await Gather(call, question with { From = from }) is not { } page)
            return;

        var xml = call.Xml.Document("ListBucketResult"u8);
        WriteHead(call, question);
        xml.Element("MaxKeys"u8, question.Limit).Element("KeyCount"u8, page.Count).Element("IsTruncated"u8, page.IsTruncated);
        if (token is not null)
            xml.Element("ContinuationToken"u8, token);
        if (page.IsTruncated)
            xml.Element("NextContinuationToken"u8, page.Last.ToToken());
        if (startAfter is not null)
            xml.Element("StartAfter"u8, question.Tell(startAfter));
        var isOwnerTold = call.Query["fetch-owner"] == "true";
        foreach (var entry in page.Entries)
            ListingXml.WriteObject(xml, question, entry, isOwnerTold);
        ListingXml.WritePrefixes(xml, question, page);
        xml.End("ListBucketResult"u8);
        await call.SendXml();
    }

    /// <summary>ListObjectVersions.</summary>
    public async Task Versions(ObjectStoreCall call)
    {
        var question = ListingQuestion.Read(call, ListingKind.Versions, "max-keys");
        var (key, version) = (call.Query["key-marker"] ?? "", call.Query["version-id-marker"]);
        if (version is "")
            call.Refuse(S3Error.Argument("version-id-marker", "", "A version-id marker cannot be empty."));
        else if (version is not null && key.Length == 0)
            call.Refuse(S3Error.Argument("version-id-marker", version, "A version-id marker cannot be specified without a key marker."));
        else if (version is not null && !VersionId.TryParse(version, out _))
            call.Refuse(S3Error.Argument("version-id-marker", version, "Invalid version id specified"));
        if (await Gather(call, question with { From = After(question, key, version) }) is not { } page)
            return;

        var xml = call.Xml.Document("ListVersionsResult"u8);
        WriteHead(call, question);
        xml.Element("KeyMarker"u8, question.Tell(key)).Element("VersionIdMarker"u8, version ?? "");
        xml.Element("MaxKeys"u8, question.Limit).Element("IsTruncated"u8, page.IsTruncated);
        if (page.IsTruncated)
        {
            xml.Element("NextKeyMarker"u8, question.Tell(page.Last.Key));
            if (page.Last.Id is { } last)
                xml.Element("NextVersionIdMarker"u8, last);
        }

        foreach (var entry in page.Entries)
            ListingXml.WriteVersion(xml, question, entry);
        ListingXml.WritePrefixes(xml, question, page);
        xml.End("ListVersionsResult"u8);
        await call.SendXml();
    }

    /// <summary>ListMultipartUploads.</summary>
    public async Task Uploads(ObjectStoreCall call)
    {
        var question = ListingQuestion.Read(call, ListingKind.Uploads, "max-uploads");
        var key = call.Query["key-marker"] ?? "";
        // Without a key, S3 does not look at the upload.
        var upload = key.Length > 0 && call.Query["upload-id-marker"] is { Length: > 0 } id ? id : null;
        if (await Gather(call, question with { From = After(question, key, upload) }) is not { } page)
            return;

        var xml = call.Xml.Document("ListMultipartUploadsResult"u8).Element("Bucket"u8, call.Bucket);
        xml.Element("KeyMarker"u8, question.Tell(key)).Element("UploadIdMarker"u8, upload ?? "");
        if (page.IsTruncated)
        {
            xml.Element("NextKeyMarker"u8, question.Tell(page.Last.Key));
            xml.Element("NextUploadIdMarker"u8, page.Last.Id ?? "");
        }

        ListingXml.WriteScope(xml, question);
        xml.Element("MaxUploads"u8, question.Limit).Element("IsTruncated"u8, page.IsTruncated);
        foreach (var entry in page.Entries)
            ListingXml.WriteUpload(xml, question, entry);
        ListingXml.WritePrefixes(xml, question, page);
        xml.End("ListMultipartUploadsResult"u8);
        await call.SendXml();
    }

    private async ValueTask<ListingPage?> Gather(ObjectStoreCall call, ListingQuestion question)
    {
        if (call.Refusal is not null)
            return null;
        var page = await listing.Gather(call.Known!, question, call.Aborted);
        if (page is null)
            call.Refuse(S3Error.NoSuchBucket);
        return page;
    }

    private static ListingPlace After(ListingQuestion question, string key, string? id) =>
        id is null ? question.After(key) : new ListingPlace(key, id, false);

    private static void WriteHead(ObjectStoreCall call, ListingQuestion question)
    {
        call.Xml.Element("Name"u8, call.Bucket);
        ListingXml.WriteScope(call.Xml, question);
    }
}
