using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What the headers of a request say of its body.</summary>
/// <param name="Request">Who sent it, and how the body is vouched for.</param>
/// <param name="Length">How many bytes there are, without what wraps them.</param>
/// <param name="Md5">Their MD5, or null.</param>
/// <param name="Checksum">Their checksum, if one is promised.</param>
internal sealed record BodyPromise(CheckedRequest Request, long Length, byte[]? Md5, ChecksumClaim Checksum)
{
    private const string DecodedLengthHeader = "x-amz-decoded-content-length";
    private const int Md5Bytes = 16;

    /// <summary>Whether the bytes come in chunks.</summary>
    public bool IsChunked => Request.Payload is not (PayloadKind.Hashed or PayloadKind.Unsigned);

    /// <summary>Whether nothing at all will be sent.</summary>
    public bool IsEmpty => Length == 0 && !IsChunked;

    /// <summary>Reads the headers; refuses what cannot be right.</summary>
    public static S3Error? Read(HttpContext http, CheckedRequest request, BodyUse use, out BodyPromise? promise)
    {
        promise = null;
        var headers = http.Request.Headers;
        byte[]? md5 = null;
        if (headers.TryGetValue("Content-MD5", out var text))
        {
            md5 = new byte[Md5Bytes];
            if (!Convert.TryFromBase64String(text.ToString(), md5, out var written) || written != Md5Bytes)
                return BodyRefusals.Md5Header;
        }

        var checksum = default(ChecksumClaim);
        if (use != BodyUse.Completion && ChecksumClaim.Read(headers, out checksum) is { } refusal)
            return refusal;
        promise = new BodyPromise(request, 0, md5, checksum);
        if (LengthOf(http, promise.IsChunked, use) is not { } length)
            return S3Error.MissingContentLength;
        promise = promise with { Length = length };
        return null;
    }

    private static long? LengthOf(HttpContext http, bool isChunked, BodyUse use)
    {
        if (isChunked)
        {
            return http.Request.Headers[DecodedLengthHeader] is [{ } text] && long.TryParse(text, out var decoded) && decoded >= 0
                ? decoded
                : null;
        }

        if (http.Request.ContentLength is { } length)
            return length;
        return use != BodyUse.Content && http.Request.Headers.TransferEncoding.Count == 0 ? 0 : null;
    }
}
