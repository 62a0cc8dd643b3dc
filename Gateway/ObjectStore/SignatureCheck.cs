using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Primitives;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Finds out who sent a request: by its signature in the headers or the query, by the bearer token of a signed-in page, or nobody. No
/// cookie opens anything here.
/// </summary>
/// <remarks>Any region is accepted: there is one, and clients call it what they like.</remarks>
internal sealed class SignatureCheck(CredentialCache credentials, SigningKeys keys, TimeProvider time)
{
    private const string Bearer = "Bearer ";
    private const string ContentHeader = "x-amz-content-sha256";
    private const string DateHeader = "x-amz-date";
    private const string Service = "s3";
    private const int PooledTextMax = 32 << 10;

    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(15);

    private readonly ObjectPool<CanonicalRequest> _canonical =
        new DefaultObjectPool<CanonicalRequest>(new DefaultPooledObjectPolicy<CanonicalRequest>(), maximumRetained: 64);

    /// <summary>Checks a request before anything of its body is read.</summary>
    /// <param name="http">The request.</param>
    /// <param name="target">Its target as it was sent, because that is what was signed.</param>
    public ValueTask<CheckedRequest> Check(HttpContext http, RequestTarget target)
    {
        var authorization = http.Request.Headers.Authorization;
        var isPresigned = PresignedQuery.IsIn(target.Query);
        var isPresignedEarlier = EarlierSignature.IsIn(target.Query);
        if (StringValues.IsNullOrEmpty(authorization))
        {
            return isPresigned ? CheckPresigned(http, target)
                : isPresignedEarlier ? CheckPresignedEarlier(http, target)
                : new(Unsigned(http, Requester.Anonymous));
        }

        if (isPresigned || isPresignedEarlier || authorization.Count > 1)
            return new(CheckedRequest.Refused(SignatureRefusals.TwoMechanisms));
        return authorization[0]!.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? CheckSignedIn(http)
            : CheckHeader(http, target, authorization[0]);
    }

    /// <summary>Checks the signature of a form that uploads; its policy says what may be uploaded and until when.</summary>
    public async ValueTask<CheckedRequest> CheckForm(FormSignature form, CancellationToken cancellationToken)
    {
        if (form.Refusal is { } refusal)
            return CheckedRequest.Refused(refusal);
        if (await credentials.Resolve(form.AccessKeyId, CredentialKind.S3, cancellationToken) is not { } credential)
            return CheckedRequest.Refused(SignatureRefusals.UnknownKey(form.AccessKeyId));
        return form.IsSigned(credential, keys)
            ? CheckedRequest.Anonymous with { Requester = new Requester(credential.Account, credential.Handle) }
            : CheckedRequest.Refused(S3Error.SignatureDoesNotMatch);
    }

    private ValueTask<CheckedRequest> CheckHeader(HttpContext http, RequestTarget target, string? authorization)
    {
        if (SignatureRefusals.Of(AuthorizationHeader.Parse(authorization, out var claim), authorization) is { } malformed)
            return new(CheckedRequest.Refused(malformed));
        if (claim!.Scope.Service != Service)
            return new(CheckedRequest.Refused(SignatureRefusals.HeaderService(claim.Scope.Service)));
        if (SignedTime(http.Request.Headers) is not { } signedAt)
            return new(CheckedRequest.Refused(SignatureRefusals.NoDate));
        if ((time.GetUtcNow() - signedAt).Duration() > SkewMax)
            return new(CheckedRequest.Refused(SignatureRefusals.Skewed(signedAt, time.GetUtcNow(), SkewMax)));
        if (http.Request.Headers[ContentHeader] is not [{ Length: > 0 } payload])
            return new(CheckedRequest.Refused(SignatureRefusals.NoContentHash));
        var claimed = new ClaimedRequest(claim, SigningTime.Format(signedAt), payload);
        return claim.Scope.IsOf(claimed.Time)
            ? CheckSignature(http, target, claimed)
            : new(CheckedRequest.Refused(SignatureRefusals.HeaderDay(claimed)));
    }

    private ValueTask<CheckedRequest> CheckPresigned(HttpContext http, RequestTarget target)
    {
        if (SignatureRefusals.Of(PresignedQuery.Parse(target.Query, out var presigned)) is { } malformed)
            return new(CheckedRequest.Refused(malformed));
        var claim = presigned!.Claim;
        var now = time.GetUtcNow();
        if (claim.Scope.Service != Service)
            return new(CheckedRequest.Refused(SignatureRefusals.QueryService(claim.Scope.Service)));
        if (!claim.Scope.IsOf(presigned.Time))
            return new(CheckedRequest.Refused(SignatureRefusals.QueryDay(claim.Scope.Day, presigned.Time)));
        if (presigned.SignedAt - now > SkewMax)
            return new(CheckedRequest.Refused(SignatureRefusals.NotYetValid));
        if (now - presigned.SignedAt >= presigned.Lifetime)
            return new(CheckedRequest.Refused(SignatureRefusals.Expired));
        var payload = http.Request.Headers[ContentHeader] is [{ Length: > 0 } sent] ? sent : presigned.Payload;
        return CheckSignature(http, target, new ClaimedRequest(claim, presigned.Time, payload));
    }

    private async ValueTask<CheckedRequest> CheckPresignedEarlier(HttpContext http, RequestTarget target)
    {
        if (EarlierSignature.Parse(target.Query) is not { } presigned)
            return CheckedRequest.Refused(SignatureRefusals.EarlierIncomplete);
        if (presigned.ExpiresAt is not { } expiresAt)
            return CheckedRequest.Refused(SignatureRefusals.EarlierTime(presigned.Expires));
        if (time.GetUtcNow() >= expiresAt)
            return CheckedRequest.Refused(SignatureRefusals.Expired);
        if (await credentials.Resolve(presigned.AccessKeyId, CredentialKind.S3, http.RequestAborted) is not { } credential)
            return CheckedRequest.Refused(SignatureRefusals.UnknownKey(presigned.AccessKeyId));
        var headers = http.Request.Headers.Select(header =>
            new KeyValuePair<string, string>(header.Key.ToLowerInvariant(), string.Join(',', header.Value.AsEnumerable())));
        return presigned.IsOf(presigned.StringToSign(http.Request.Method, target, headers), credential.Secret)
            ? Unsigned(http, new Requester(credential.Account, credential.Handle))
            : CheckedRequest.Refused(S3Error.SignatureDoesNotMatch);
    }

    private ValueTask<CheckedRequest> CheckSignature(HttpContext http, RequestTarget target, ClaimedRequest claimed)
    {
        if (PayloadKinds.Parse(claimed.Payload) is not { } payload)
            return new(CheckedRequest.Refused(SignatureRefusals.ContentHash));
        var asked = credentials.Resolve(claimed.Claim.AccessKeyId, CredentialKind.S3, http.RequestAborted);
        return asked.IsCompletedSuccessfully
            ? new(CheckSignature(http, target, claimed, payload, asked.Result))
            : Wait(asked, http, target, claimed, payload);
    }

    private async ValueTask<CheckedRequest> Wait(
        ValueTask<ResolvedCredential?> asked,
        HttpContext http,
        RequestTarget target,
        ClaimedRequest claimed,
        PayloadKind payload) =>
        CheckSignature(http, target, claimed, payload, await asked);

    private CheckedRequest CheckSignature(
        HttpContext http,
        RequestTarget target,
        ClaimedRequest claimed,
        PayloadKind payload,
        ResolvedCredential? credential)
    {
        if (credential is null)
            return CheckedRequest.Refused(SignatureRefusals.UnknownKey(claimed.Claim.AccessKeyId));
        var key = keys.Get(credential, claimed.Claim.Scope);
        if (Mismatch(http, target, claimed, key) is { } mismatch)
            return CheckedRequest.Refused(mismatch);
        if (UnsignedHeader(http.Request.Headers, claimed.Claim) is { } name)
            return CheckedRequest.Refused(SignatureRefusals.UnsignedHeader(name));
        var isHash = payload == PayloadKind.Hashed;
        var isInSignedChunks = payload is PayloadKind.SignedChunks or PayloadKind.SignedChunksWithTrailer;
        return new CheckedRequest(
            new Requester(credential.Account, credential.Handle),
            payload,
            isHash ? claimed.Payload : "",
            isInSignedChunks ? new ChunkSignatures(key, claimed.Time, claimed.Claim.Scope, claimed.Claim.Signature) : null,
            null);
    }

    private S3Error? Mismatch(HttpContext http, RequestTarget target, ClaimedRequest claimed, SigningKey key)
    {
        var canonical = _canonical.Get();
        canonical.Begin(http.Request.Method, target.Path, target.Query);
        var signedHeaders = claimed.Claim.SignedHeaders;
        foreach (var range in signedHeaders.AsSpan().Split(';'))
        {
            var name = signedHeaders[range];
            canonical.AddHeader(name);
            foreach (var value in http.Request.Headers[name])
                canonical.AddValue(value is null ? "" : HeaderText.TextOf(name, value));
        }

        canonical.End(signedHeaders, claimed.Payload);
        Span<byte> text = stackalloc byte[StringToSign.BytesMax];
        text = StringToSign.Write(claimed.Time, claimed.Claim.Scope, canonical.Text, text);
        var mismatch = key.IsSignature(text, claimed.Claim.Signature)
            ? null
            : SignatureRefusals.Mismatch(claimed.Claim, text, canonical.Text);
        if (canonical.Text.Length <= PooledTextMax)
            _canonical.Return(canonical);
        return mismatch;
    }

    // Whoever gets hold of a presigned address must not add an access list or a copy source to it.
    private static string? UnsignedHeader(IHeaderDictionary headers, SignatureClaim claim)
    {
        Span<char> name = stackalloc char[128];
        foreach (var header in headers)
        {
            if (!header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
                continue;
            if (header.Key.Length > name.Length || !claim.Covers(name[..header.Key.AsSpan().ToLowerInvariant(name)]))
                return header.Key;
        }

        return null;
    }

    private static DateTimeOffset? SignedTime(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(DateHeader, out var sent))
            return sent is [{ } text] && SigningTime.TryParse(text, out var signedAt) ? signedAt : null;
        return headers.Date is [{ } date] && SigningTime.TryParseDate(date, out var at) ? at : null;
    }

    private static async ValueTask<CheckedRequest> CheckSignedIn(HttpContext http)
    {
        var authentication = await http.AuthenticateAsync();
        return authentication.Principal is { } principal && Caller.Of(principal) is { } caller
            ? Unsigned(http, new Requester(caller.Id, caller.Handle))
            : CheckedRequest.Refused(SignatureRefusals.BearerToken);
    }

    private static CheckedRequest Unsigned(HttpContext http, Requester requester)
    {
        if (http.Request.Headers[ContentHeader] is not [{ Length: > 0 } sent])
            return new CheckedRequest(requester, PayloadKind.Unsigned, "", null, null);
        return PayloadKinds.Parse(sent) switch
        {
            null => CheckedRequest.Refused(SignatureRefusals.ContentHash),
            PayloadKind.SignedChunks or PayloadKind.SignedChunksWithTrailer => CheckedRequest.Refused(SignatureRefusals.ChunksOfNobody),
            PayloadKind.Hashed => new CheckedRequest(requester, PayloadKind.Hashed, sent, null, null),
            { } payload => new CheckedRequest(requester, payload, "", null, null),
        };
    }
}

/// <summary>A signature with what it is said to cover beside the address and the headers.</summary>
/// <param name="Claim">What the request says of it.</param>
/// <param name="Time">When it was made, as strings to sign have it.</param>
/// <param name="Payload">What stands for the body.</param>
internal readonly record struct ClaimedRequest(SignatureClaim Claim, string Time, string Payload);
