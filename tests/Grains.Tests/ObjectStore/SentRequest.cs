using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>A request to S3 as the gateway's server hands it on, signed as a client would.</summary>
internal sealed class SentRequest
{
    public const string Host = "127.0.0.1:9000";

    public SentRequest(string method, string target, byte[]? body = null)
    {
        Http.Request.Method = method;
        Http.Request.Headers.Host = Host;
        Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        if (body is not null)
        {
            Http.Request.ContentLength = body.Length;
            Http.Request.Body = new PiecemealStream(body, piece: 1_000);
        }
    }

    public DefaultHttpContext Http { get; } = new();

    public RequestTarget Target
    {
        get
        {
            RequestTarget.TryParse(Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, Host, ["localhost"], out var target)
                .ShouldBeTrue();
            return target;
        }
    }

    public SentRequest With(string header, string value)
    {
        Http.Request.Headers[header] = value;
        return this;
    }

    public SentRequest Without(string header)
    {
        Http.Request.Headers.Remove(header);
        return this;
    }

    /// <summary>Signs all headers that are there.</summary>
    public SentRequest Signed(
        string id,
        string secret,
        DateTimeOffset at,
        string payload = PayloadKinds.Unsigned,
        string region = "us-east-1",
        string service = "s3")
    {
        var time = SigningTime.Format(at);
        With("x-amz-date", time).With("x-amz-content-sha256", payload);
        var scope = new CredentialScope(time[..8], region, service);
        var names = Http.Request.Headers.Keys.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray();
        var canonical = new CanonicalRequest();
        canonical.Begin(Http.Request.Method, Target.Path, Target.Query);
        foreach (var name in names)
        {
            canonical.AddHeader(name);
            foreach (var value in Http.Request.Headers[name])
                canonical.AddValue(value);
        }

        canonical.End(string.Join(';', names), payload);
        var text = StringToSign.Write(time, scope, canonical.Text, new byte[StringToSign.BytesMax]);
        var signature = SigningKey.Derive(secret, scope).Sign(text);
        return With(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={string.Join(';', names)}, Signature={signature}");
    }
}
