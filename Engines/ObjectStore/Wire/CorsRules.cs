using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>Which pages of other origins may use a bucket. The first rule that fits a request decides.</summary>
public sealed record CorsRules(ImmutableArray<CorsRule> Rules)
{
    public const int RulesMax = 100;

    /// <summary>What a browser may learn of the answer to a plain request; null when no rule fits.</summary>
    public CorsAnswer? Match(string origin, string method)
    {
        foreach (var rule in Rules)
        {
            if (rule.Fits(origin, method))
                return rule.Answer(origin, []);
        }

        return null;
    }

    /// <summary>The answer to a preflight request; null when no rule fits.</summary>
    /// <param name="origin">The header <c>Origin</c>.</param>
    /// <param name="method">The header <c>Access-Control-Request-Method</c>.</param>
    /// <param name="requestHeaders">The header <c>Access-Control-Request-Headers</c>; empty for none.</param>
    public CorsAnswer? Preflight(string origin, string method, string requestHeaders)
    {
        ImmutableArray<string> headers =
        [
            .. requestHeaders.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(header => header.ToLowerInvariant()),
        ];
        foreach (var rule in Rules)
        {
            if (rule.Fits(origin, method) && headers.All(rule.Allows))
                return rule.Answer(origin, headers);
        }

        return null;
    }
}

/// <summary>One rule.</summary>
/// <param name="Id">Its name; empty for none.</param>
/// <param name="Origins">At least one; each may have one <c>*</c>.</param>
/// <param name="Methods">At least one.</param>
/// <param name="RequestHeaders">What a preflight may ask for; each may have one <c>*</c>.</param>
/// <param name="ExposedHeaders">What a page may read.</param>
/// <param name="MaxAgeSeconds">How long a browser remembers a preflight; null to leave it to the browser.</param>
public sealed record CorsRule(
    string Id,
    ImmutableArray<string> Origins,
    ImmutableArray<string> Methods,
    ImmutableArray<string> RequestHeaders,
    ImmutableArray<string> ExposedHeaders,
    int? MaxAgeSeconds)
{
    internal bool Fits(string origin, string method) =>
        Methods.Contains(method) && Origins.Any(allowed => Matches(allowed, origin, StringComparison.Ordinal));

    internal bool Allows(string header) =>
        RequestHeaders.Any(allowed => Matches(allowed, header, StringComparison.OrdinalIgnoreCase));

    internal CorsAnswer Answer(string origin, ImmutableArray<string> headers) => Origins.Contains("*")
        ? new CorsAnswer("*", false, Methods, headers, ExposedHeaders, MaxAgeSeconds)
        : new CorsAnswer(origin, true, Methods, headers, ExposedHeaders, MaxAgeSeconds);

    private static bool Matches(string pattern, string text, StringComparison comparison)
    {
        var star = pattern.IndexOf('*');
        return star < 0
            ? string.Equals(pattern, text, comparison)
            : text.Length >= pattern.Length - 1
                && text.AsSpan().StartsWith(pattern.AsSpan(0, star), comparison)
                && text.AsSpan().EndsWith(pattern.AsSpan(star + 1), comparison);
    }
}

/// <summary>What the answer's <c>Access-Control-…</c> headers say.</summary>
/// <param name="AllowOrigin">The origin, or <c>*</c>.</param>
/// <param name="AllowCredentials">Whether cookies may go along; then the answer varies by <c>Origin</c>.</param>
/// <param name="AllowMethods">The rule's methods.</param>
/// <param name="AllowHeaders">What a preflight asked for and gets, in lower case; empty for a plain request.</param>
/// <param name="ExposeHeaders">What a page may read.</param>
/// <param name="MaxAgeSeconds">How long a preflight holds; null for no header.</param>
public sealed record CorsAnswer(
    string AllowOrigin,
    bool AllowCredentials,
    ImmutableArray<string> AllowMethods,
    ImmutableArray<string> AllowHeaders,
    ImmutableArray<string> ExposeHeaders,
    int? MaxAgeSeconds);
