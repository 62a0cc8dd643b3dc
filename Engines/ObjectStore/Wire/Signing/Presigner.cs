using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>A request that somebody else will send.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Host">The host, with the port where it is not the usual one.</param>
/// <param name="Path">The path without escapes: a slash, and the bucket where the host does not say it.</param>
/// <param name="Parameters">The parameters of the query without escapes, such as <c>response-content-disposition</c>.</param>
public sealed record RequestToPresign(
    string Method,
    string Host,
    string Path,
    IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>Headers that whoever sends the request has to send as they are here; names in lower case, without the host.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

/// <summary>Makes addresses that open one object for a while to whoever has them.</summary>
public static class Presigner
{
    /// <summary>Signs the request.</summary>
    /// <param name="request">What the address will do.</param>
    /// <param name="accessKeyId">Whose rights it will have.</param>
    /// <param name="secret">Their secret.</param>
    /// <param name="region">The region that stands in the scope.</param>
    /// <param name="signedAt">From when it is good.</param>
    /// <param name="lifetime">For how long: a second to <see cref="PresignedQuery.LifetimeMax"/>.</param>
    /// <returns>Path and query, with escapes.</returns>
    public static string Presign(
        RequestToPresign request,
        string accessKeyId,
        string secret,
        string region,
        DateTimeOffset signedAt,
        TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, PresignedQuery.LifetimeMax);
        var time = SigningTime.Format(signedAt);
        var scope = new CredentialScope(time[..8], region, "s3");
        var path = Escape(request.Path, UriPart.Path);
        KeyValuePair<string, string>[] headers =
            [.. request.Headers.Append(new("host", request.Host)).OrderBy(header => header.Key, StringComparer.Ordinal)];
        var signedHeaders = string.Join(';', headers.Select(header => header.Key));
        var query = string.Join('&', request.Parameters.Concat(
        [
            new("X-Amz-Algorithm", AuthorizationHeader.Algorithm),
            new("X-Amz-Credential", $"{accessKeyId}/{scope}"),
            new("X-Amz-Date", time),
            new("X-Amz-Expires", ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            new("X-Amz-SignedHeaders", signedHeaders),
        ]).Select(parameter => $"{Escape(parameter.Key, UriPart.Query)}={Escape(parameter.Value, UriPart.Query)}"));

        var canonical = new CanonicalRequest();
        canonical.Begin(request.Method, path, query);
        foreach (var (name, value) in headers)
        {
            canonical.AddHeader(name);
            canonical.AddValue(value);
        }

        canonical.End(signedHeaders, PayloadKinds.Unsigned);
        Span<byte> text = stackalloc byte[StringToSign.BytesMax];
        var signature = SigningKey.Derive(secret, scope).Sign(StringToSign.Write(time, scope, canonical.Text, text));
        return $"{path}?{query}&X-Amz-Signature={signature}";
    }

    private static string Escape(string text, UriPart part)
    {
        var escaped = new ArrayBufferWriter<byte>(text.Length + 16);
        UriText.AppendPlain(escaped, text, part);
        return Encoding.ASCII.GetString(escaped.WrittenSpan);
    }
}
