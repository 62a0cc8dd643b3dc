using System.Globalization;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The signature of a request that somebody else prepared: all of it stands in the query.</summary>
/// <param name="Claim">What it says.</param>
/// <param name="Time">When it was signed, as written.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="Lifetime">How long it is good.</param>
/// <param name="Payload">What stands in place of the body's hash.</param>
public sealed record PresignedQuery(SignatureClaim Claim, string Time, DateTimeOffset SignedAt, TimeSpan Lifetime, string Payload)
{
    /// <summary>The longest lifetime: a week.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(7);

    /// <summary>Whether the query has such a signature, or something that was meant as one.</summary>
    public static bool IsIn(ReadOnlySpan<char> query) => query.Contains("X-Amz-", StringComparison.Ordinal)
        && (Has(query, "X-Amz-Algorithm") || Has(query, "X-Amz-Signature") || Has(query, "X-Amz-Credential"));

    /// <summary>Reads the query.</summary>
    /// <param name="query">As sent, without the question mark.</param>
    /// <param name="presigned">What it says, where it was read.</param>
    public static PresignedOutcome Parse(ReadOnlySpan<char> query, out PresignedQuery? presigned)
    {
        presigned = null;
        if (SentParameter.Find(query, "X-Amz-Algorithm") is not { } algorithm
            || SentParameter.Find(query, "X-Amz-Credential") is not { } credential
            || SentParameter.Find(query, "X-Amz-Date") is not { } time
            || SentParameter.Find(query, "X-Amz-Expires") is not { } expires
            || SentParameter.Find(query, "X-Amz-SignedHeaders") is not { } signedHeaders
            || SentParameter.Find(query, "X-Amz-Signature") is not { } signature)
            return PresignedOutcome.Incomplete;
        if (algorithm != AuthorizationHeader.Algorithm)
            return PresignedOutcome.OtherAlgorithm;
        if (!CredentialScope.TryParse(credential, out var accessKeyId, out var scope))
            return PresignedOutcome.CredentialMalformed;
        if (!SigningTime.TryParse(time, out var signedAt))
            return PresignedOutcome.TimeMalformed;
        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            return PresignedOutcome.LifetimeMalformed;
        if (seconds < 0)
            return PresignedOutcome.LifetimeNegative;
        if (seconds > LifetimeMax.TotalSeconds)
            return PresignedOutcome.LifetimeTooLong;
        var claim = new SignatureClaim(accessKeyId, scope, signedHeaders, signature);
        if (!claim.IsCovering)
            return PresignedOutcome.HostNotSigned;
        presigned = new PresignedQuery(
            claim,
            time,
            signedAt,
            TimeSpan.FromSeconds(seconds),
            SentParameter.Find(query, "X-Amz-Content-Sha256") ?? PayloadKinds.Unsigned);
        return PresignedOutcome.Read;
    }

    private static bool Has(ReadOnlySpan<char> query, ReadOnlySpan<char> name) => SentParameter.Find(query, name) is not null;
}

/// <summary>How the reading of a presigned query ended, in the order in which it is checked.</summary>
public enum PresignedOutcome
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>A parameter is missing.</summary>
    Incomplete,

    /// <summary>Another algorithm than the only one.</summary>
    OtherAlgorithm,

    /// <summary>The credential is not an id and a scope.</summary>
    CredentialMalformed,

    /// <summary>The time is not a time.</summary>
    TimeMalformed,

    /// <summary>The lifetime is not a number.</summary>
    LifetimeMalformed,

    /// <summary>The lifetime is below zero.</summary>
    LifetimeNegative,

    /// <summary>The lifetime is above a week.</summary>
    LifetimeTooLong,

    /// <summary>The signature does not cover the host, so would open any.</summary>
    HostNotSigned,
}
