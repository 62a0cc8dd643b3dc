using System.Collections.Immutable;
using System.Globalization;

namespace OrleansLld.ObjectStore.Access;

/// <summary>Whom a statement is about.</summary>
/// <param name="Everybody">Anybody at all, with or without a credential.</param>
/// <param name="Named">Accounts.</param>
/// <param name="IsExcluded">Whether it is about all but these (<c>NotPrincipal</c>).</param>
public sealed record PolicyPrincipals(bool Everybody, ImmutableArray<PolicyPrincipal> Named, bool IsExcluded)
{
    public bool Match(AccessRequester who) => (Everybody || Named.Any(principal => principal.Is(who))) != IsExcluded;
}

/// <summary>One account of a policy.</summary>
/// <param name="Account">Its number, or, as other suites write it, its handle; empty where a user's ARN leaves it out.</param>
/// <param name="User">Its handle or its number; empty for the account as a whole.</param>
public readonly record struct PolicyPrincipal(string Account, string User)
{
    private const string Iam = "arn:aws:iam::";

    /// <summary>Somebody whom this house does not know, such as a service of Amazon's.</summary>
    public static PolicyPrincipal Stranger { get; } = new("", "");

    /// <summary>Reads <c>arn:aws:iam::N:root</c>, <c>arn:aws:iam::N:user/path/name</c> or a bare number.</summary>
    /// <returns>Null when it is something else.</returns>
    public static PolicyPrincipal? Parse(string text)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
            return new PolicyPrincipal(Number(text), "");
        if (!text.StartsWith(Iam, StringComparison.Ordinal))
            return text.StartsWith("arn:aws:sts::", StringComparison.Ordinal) ? Stranger : null;
        var rest = text[Iam.Length..];
        var colon = rest.IndexOf(':');
        if (colon < 0 || rest.AsSpan().ContainsAny("*?"))
            return null;
        var (account, name) = (Number(rest[..colon]), rest[(colon + 1)..]);
        if (name == "root")
            return account.Length > 0 ? new PolicyPrincipal(account, "") : null;
        if (name.StartsWith("role/", StringComparison.Ordinal) && name.Length > 5)
            return Stranger;
        var user = name[(name.LastIndexOf('/') + 1)..];
        return name.StartsWith("user/", StringComparison.Ordinal) && user.Length > 0 ? new PolicyPrincipal(account, user) : null;
    }

    public bool Is(AccessRequester who) =>
        !who.IsAnonymous && this != Stranger
        && (Account.Length == 0 || Means(Account, who))
        && (User.Length == 0 || Means(User, who));

    // A number is never a handle, or somebody could take the handle that is another's number.
    private static bool Means(string text, AccessRequester who) => text.All(char.IsAsciiDigit)
        ? text == who.Id
        : text.Equals(who.Handle, StringComparison.OrdinalIgnoreCase);

    /// <summary>A number is written with leading zeros where twelve digits are wanted.</summary>
    private static string Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : text;
}
