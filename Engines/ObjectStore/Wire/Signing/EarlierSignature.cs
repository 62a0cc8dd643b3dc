using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

// Version 2 signs with HMAC-SHA1 and without the body. S3 has said since 2020 that new buckets will not take it, but boto3 still signs
// the addresses and the forms that it hands out with it unless it is told otherwise, and S3 still takes those. So do we: addresses and
// forms, which is where it occurs, and nothing else.

/// <summary>Signatures of version 2, as far as they are still met: in presigned addresses and in forms.</summary>
/// <param name="AccessKeyId">Whose key made it.</param>
/// <param name="Signature">As it was sent, which may be anything.</param>
/// <param name="Expires">Until when it is good, in seconds since 1970, as it was sent.</param>
public sealed record EarlierSignature(string AccessKeyId, string Signature, string Expires)
{
    // The parameters that choose what of a resource is meant, or what its answer looks like. Others are not signed.
    private static readonly string[] SignedParameters =
    [
        "accelerate", "acl", "analytics", "cors", "defaultObjectAcl", "delete", "inventory", "lifecycle", "location", "logging", "metrics",
        "notification", "object-lock", "partNumber", "policy", "replication", "requestPayment", "response-cache-control",
        "response-content-disposition", "response-content-encoding", "response-content-language", "response-content-type",
        "response-expires", "restore", "select", "select-type", "storageClass", "tagging", "torrent", "uploadId", "uploads", "versionId",
        "versioning", "versions", "website",
    ];

    /// <summary>Until when it is good; null where that is no time.</summary>
    public DateTimeOffset? ExpiresAt =>
        long.TryParse(Expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Whether the query has something of such a signature.</summary>
    public static bool IsIn(ReadOnlySpan<char> query) => query.Contains("AWSAccessKeyId=", StringComparison.Ordinal);

    /// <summary>Reads a query; null where a part is missing.</summary>
    /// <param name="query">As sent, without the question mark.</param>
    public static EarlierSignature? Parse(ReadOnlySpan<char> query) =>
        SentParameter.Find(query, "AWSAccessKeyId") is { } id
        && SentParameter.Find(query, "Signature") is { } signature
        && SentParameter.Find(query, "Expires") is { } expires
            ? new EarlierSignature(id, signature, expires)
            : null;

    /// <summary>What the signature of an address covers.</summary>
    /// <param name="method">In upper case.</param>
    /// <param name="target">The request's target.</param>
    /// <param name="headers">The headers, names in lower case; several values of one put together with commas.</param>
    public string StringToSign(string method, RequestTarget target, IEnumerable<KeyValuePair<string, string>> headers)
    {
        // Who presigns cannot make others send headers, so those of the signature may stand in the query.
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in SentParameter.All(target.Query).Concat(headers))
        {
            if (name.StartsWith("x-amz-", StringComparison.Ordinal) || name is "content-md5" or "content-type")
                signed[name] = value.Trim();
        }

        var text = new StringBuilder(method).Append('\n')
            .Append(signed.GetValueOrDefault("content-md5")).Append('\n')
            .Append(signed.GetValueOrDefault("content-type")).Append('\n')
            .Append(Expires).Append('\n');
        foreach (var (name, value) in signed.Where(header => header.Key.StartsWith("x-amz-", StringComparison.Ordinal)))
            text.Append(name).Append(':').Append(value).Append('\n');
        if (target.IsVirtualHost)
            text.Append('/').Append(target.Bucket);
        text.Append(target.Path);
        var separator = '?';
        foreach (var (name, value) in SentParameter.All(target.Query).Where(parameter => SignedParameters.Contains(parameter.Key))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            text.Append(separator).Append(name);
            if (value.Length > 0)
                text.Append('=').Append(value);
            separator = '&';
        }

        return text.ToString();
    }

    /// <summary>Whether this is the signature of the text; takes the same time wherever the two differ.</summary>
    public bool IsOf(string text, string secret)
    {
        Span<byte> sent = stackalloc byte[HMACSHA1.HashSizeInBytes];
        if (!Convert.TryFromBase64String(Signature, sent, out var written) || written != sent.Length)
            return false;
#pragma warning disable CA5350 // The version of the signature says which hash it is made with.
        var own = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(own, sent);
    }
}
