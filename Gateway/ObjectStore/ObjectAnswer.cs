using System.Globalization;
using Microsoft.Extensions.Primitives;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>The headers of an answer that is about an object.</summary>
internal static class ObjectAnswer
{
    private const string ChecksumMode = "x-amz-checksum-mode";
    private const string ChecksumTypeHeader = "x-amz-checksum-type";

    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("response-content-type", "Content-Type"),
        ("response-content-language", "Content-Language"),
        ("response-expires", "Expires"),
        ("response-cache-control", "Cache-Control"),
        ("response-content-disposition", "Content-Disposition"),
        ("response-content-encoding", "Content-Encoding"),
    ];

    /// <summary>What identifies the object: also what is told with 304.</summary>
    public static void Identify(this ObjectStoreCall call, ObjectVersion version)
    {
        var headers = call.Response.Headers;
        headers.ETag = Quoted(version.Description.ETag);
        headers.LastModified = version.ModifiedAt.ToString("R");
        call.TellVersion(version.VersionId);
    }

    /// <summary>All that is told with the object's bytes, or instead of them; last what the query asks to be told.</summary>
    public static void Describe(this ObjectStoreCall call, ObjectVersion version, in ReadView view)
    {
        var description = version.Description;
        var headers = call.Response.Headers;
        headers.AcceptRanges = "bytes";
        foreach (var (name, value) in description.Headers)
            headers[name] = value;
        foreach (var (name, value) in description.Metadata)
            headers[ObjectHeaders.MetadataPrefix + name] = new StringValues(value);
        if (description.StorageClass.Length > 0)
            headers["x-amz-storage-class"] = description.StorageClass;
        if (description.Tags.Length > 0)
            headers["x-amz-tagging-count"] = description.Tags.Length.ToString(CultureInfo.InvariantCulture);
        if (view.PartCount > 0)
            headers["x-amz-mp-parts-count"] = view.PartCount.ToString(CultureInfo.InvariantCulture);
        if (call.Header(ChecksumMode) is { } mode && mode.Equals("ENABLED", StringComparison.OrdinalIgnoreCase))
            TellChecksum(call, description, view);
        foreach (var (parameter, header) in Overrides)
        {
            if (call.Query[parameter] is { } value)
                headers[header] = HeaderText.Of(value);
        }

        if (view.IsPartial)
        {
            var span = view.Span;
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {span.From}-{span.Last}/{description.Bytes}");
        }

        call.Response.StatusCode = view.IsPartial ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        call.Response.ContentLength = view.Span.Length;
    }

    /// <summary>Refuses to put in the headers that the query asks for, where they are none or nobody has signed for them.</summary>
    public static void CheckOverrides(this ObjectStoreCall call)
    {
        foreach (var (parameter, _) in Overrides)
        {
            if (call.Query[parameter] is not { } value)
                continue;
            if (call.Who.Account is null)
            {
                call.Refuse(S3Error.InvalidRequest with
                {
                    Message = "Request specific response headers cannot be used for anonymous GET requests.",
                });
            }
            else if (value.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            {
                call.Refuse(S3Error.Argument(parameter, value, "Header value cannot be represented using ISO-8859-1."));
            }
        }
    }

    /// <summary>Tells a checksum that the request was checked by, or that was computed.</summary>
    public static void TellChecksum(this ObjectStoreCall call, ObjectChecksum? checksum)
    {
        if (checksum is null)
            return;
        call.Response.Headers[checksum.Algorithm.ToKind().Header()] = checksum.Value;
        call.Response.Headers[ChecksumTypeHeader] = checksum.Type.Name();
    }

    /// <summary>The type as clients name it.</summary>
    public static string Name(this ChecksumType type) => type == ChecksumType.Composite ? "COMPOSITE" : "FULL_OBJECT";

    public static string Quoted(string etag) => $"\"{etag}\"";

    // The checksum of the whole is no checksum of a range, and clients would find it wrong.
    private static void TellChecksum(ObjectStoreCall call, ObjectDescription description, in ReadView view)
    {
        if (view.Part is { } part)
        {
            if (part.Checksum.Length > 0 && description.Checksum is { } ofWhole)
                call.TellChecksum(ofWhole with { Value = part.Checksum });
        }
        else if (view.Span.Length == description.Bytes)
        {
            call.TellChecksum(description.Checksum);
        }
    }
}
