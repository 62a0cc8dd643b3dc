using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Signing;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>What a policy may ask about a request.</summary>
internal static class AccessConditions
{
    private static readonly (string Parameter, string Key)[] OfQuery =
    [
        ("prefix", "s3:prefix"),
        ("delimiter", "s3:delimiter"),
        ("max-keys", "s3:max-keys"),
        ("versionId", "s3:VersionId"),
    ];

    private static readonly (string Header, string Key)[] OfHeaders =
    [
        ("User-Agent", "aws:UserAgent"),
        ("Referer", "aws:Referer"),
        ("x-amz-acl", "s3:x-amz-acl"),
        ("x-amz-grant-full-control", "s3:x-amz-grant-full-control"),
        ("x-amz-grant-read", "s3:x-amz-grant-read"),
        ("x-amz-grant-read-acp", "s3:x-amz-grant-read-acp"),
        ("x-amz-grant-write", "s3:x-amz-grant-write"),
        ("x-amz-grant-write-acp", "s3:x-amz-grant-write-acp"),
        ("x-amz-metadata-directive", "s3:x-amz-metadata-directive"),
        ("x-amz-storage-class", "s3:x-amz-storage-class"),
        ("x-amz-content-sha256", "s3:x-amz-content-sha256"),
        ("x-amz-object-ownership", "s3:x-amz-object-ownership"),
        ("x-amz-server-side-encryption", "s3:x-amz-server-side-encryption"),
        ("If-None-Match", "s3:if-none-match"),
        ("If-Match", "s3:if-match"),
    ];

    public static ImmutableArray<Tag> Of(ObjectStoreCall call)
    {
        var conditions = ImmutableArray.CreateBuilder<Tag>();
        conditions.Add(new Tag("aws:SecureTransport", call.Request.IsHttps ? "true" : "false"));
        conditions.Add(new Tag("aws:CurrentTime", call.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")));
        conditions.Add(new Tag("aws:EpochTime", $"{call.Now.ToUnixTimeSeconds()}"));
        if (call.Http.Connection.RemoteIpAddress is { } address)
            conditions.Add(new Tag("aws:SourceIp", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()));
        if (call.Who.Account is { } account)
        {
            conditions.Add(new Tag("aws:userid", account.ToString()));
            conditions.Add(new Tag("aws:username", call.Who.Handle));
        }

        foreach (var (parameter, key) in OfQuery)
        {
            if (call.Query[parameter] is { } value)
                conditions.Add(new Tag(key, value));
        }

        foreach (var (header, key) in OfHeaders)
        {
            if (call.Header(header) is { } value)
                conditions.Add(new Tag(key, value));
        }

        if (AuthTypeOf(call) is { } authType)
        {
            conditions.Add(new Tag("s3:authType", authType));
            conditions.Add(new Tag("s3:signatureversion", EarlierSignature.IsIn(call.Target.Query) ? "AWS" : "AWS4-HMAC-SHA256"));
        }

        // However the client escapes it, a policy compares the plain bucket and key.
        if (call.Header(CopySources.Header) is { } copied)
            conditions.Add(new Tag("s3:" + CopySources.Header, CopySourceParser.TryParse(copied, out var source)
                ? $"{source.Bucket}/{source.Key}"
                : copied));
        AddRequestTags(call, conditions);
        return conditions.ToImmutable();
    }

    /// <summary>The tags that the request sets: a header has them, or the body that was read.</summary>
    private static void AddRequestTags(ObjectStoreCall call, ImmutableArray<Tag>.Builder conditions)
    {
        if (call.Document is { } document)
        {
            foreach (var tag in TaggingXml.Parse(document, TagScope.Object) is { Refusal: null } sent ? sent.Value : [])
                AddRequestTag(conditions, tag.Name, tag.Value);
            return;
        }

        var tags = new QueryFields();
        if (call.Header(TaggingHeader.Name) is not { } tagging || !tags.Read(tagging))
            return;
        for (var i = 0; i < tags.Count; i++)
            AddRequestTag(conditions, tags.At(i).Key, tags.At(i).Value);
    }

    private static void AddRequestTag(ImmutableArray<Tag>.Builder conditions, string name, string value)
    {
        conditions.Add(new Tag("s3:RequestObjectTag/" + name, value));
        conditions.Add(new Tag("s3:RequestObjectTagKeys", name));
    }

    /// <summary>How the request shows whose it is; null for nobody's and for a signed-in page's, which no policy of S3 knows.</summary>
    private static string? AuthTypeOf(ObjectStoreCall call)
    {
        if (PresignedQuery.IsIn(call.Target.Query) || EarlierSignature.IsIn(call.Target.Query))
            return "REST-QUERY-STRING";
        return call.Request.Headers.Authorization is [{ } sent] && sent.StartsWith("AWS4-", StringComparison.Ordinal)
            ? "REST-HEADER"
            : null;
    }
}
