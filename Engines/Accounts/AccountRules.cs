using System.Collections.Immutable;

namespace OrleansLld.Accounts;

/// <summary>What passwords and credentials may look like.</summary>
public static class AccountRules
{
    public const int PasswordLengthMin = 8;
    public const int PasswordLengthMax = 128;
    public const int LabelLengthMax = 64;
    public const int CredentialsMax = 100;

    private static readonly ImmutableDictionary<string, ImmutableArray<string>> ScopesOfKinds = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, ImmutableArray<string>> { ["s3"] = [], ["exchange"] = ["read", "trade"], ["mail"] = [], ["git"] = [] });

    public static bool IsPassword(string text) => text.Length is >= PasswordLengthMin and <= PasswordLengthMax;

    /// <summary>Control characters have no place in what is shown on a page or in a console.</summary>
    public static bool IsLabel(string text) => text.Length <= LabelLengthMax && !text.Any(char.IsControl);

    /// <summary>The scopes a credential of this kind gets: those asked for, in a fixed order, or all when none were asked for.</summary>
    /// <returns>Null when one is not of the kind.</returns>
    public static ImmutableArray<string>? Scopes(string kind, ImmutableArray<string> asked)
    {
        var all = ScopesOfKinds[kind];
        if (asked.IsDefaultOrEmpty)
            return all;
        return asked.All(all.Contains) ? [.. all.Where(asked.Contains)] : null;
    }
}
