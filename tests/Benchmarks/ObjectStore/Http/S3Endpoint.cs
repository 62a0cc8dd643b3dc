using System.Buffers;
using System.Text;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore.Http;

/// <summary>A server that speaks S3, and a key to it.</summary>
/// <param name="Name">As the report calls it.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="AccessKeyId">The key's id.</param>
/// <param name="Secret">The key's secret.</param>
internal sealed record S3Endpoint(string Name, Uri Address, string AccessKeyId, string Secret)
{
    private const string Region = "us-east-1";
    private const string Payload = "UNSIGNED-PAYLOAD";
    private const string SignedHeaders = "host;x-amz-content-sha256;x-amz-date";

    /// <summary>
    /// The head of a request, signed; good for a quarter of an hour. What is signed is the same for every server, and is made before
    /// anything is timed.
    /// </summary>
    /// <param name="method">Such as GET.</param>
    /// <param name="path">Escaped, with the bucket.</param>
    /// <param name="query">Escaped, without the question mark.</param>
    /// <param name="bodyBytes">The length of the body that follows.</param>
    public byte[] Sign(string method, string path, string query, long bodyBytes)
    {
        var time = SigningTime.Format(TimeProvider.System.GetUtcNow());
        var scope = new CredentialScope(time[..8], Region, "s3");
        var canonical = new CanonicalRequest();
        canonical.Begin(method, path, query);
        foreach (var (name, value) in new[] { ("host", Address.Authority), ("x-amz-content-sha256", Payload), ("x-amz-date", time) })
        {
            canonical.AddHeader(name);
            canonical.AddValue(value);
        }

        canonical.End(SignedHeaders, Payload);
        Span<byte> buffer = stackalloc byte[StringToSign.BytesMax];
        var signature = SigningKey.Derive(Secret, scope).Sign(StringToSign.Write(time, scope, canonical.Text, buffer));
        var head = new ArrayBufferWriter<byte>(512);
        Encoding.ASCII.GetBytes(
            $"{method} {path}{(query.Length == 0 ? "" : "?" + query)} HTTP/1.1\r\n"
            + $"Host: {Address.Authority}\r\nx-amz-content-sha256: {Payload}\r\nx-amz-date: {time}\r\n"
            + $"Authorization: AWS4-HMAC-SHA256 Credential={AccessKeyId}/{scope}, SignedHeaders={SignedHeaders}, Signature={signature}\r\n"
            + $"Content-Length: {bodyBytes}\r\n\r\n",
            head);
        return head.WrittenSpan.ToArray();
    }
}
