using System.Globalization;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What a listing is asked for, as far as all of them are asked alike.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Prefix">Only keys that begin with this.</param>
/// <param name="Delimiter">What rolls keys up; empty for nothing.</param>
/// <param name="Limit">The most entries and common prefixes together, 0 to <see cref="LimitMax"/>.</param>
/// <param name="IsEncoded">Whether names are told percent-encoded.</param>
internal sealed record ListingQuestion(ListingKind Kind, string Prefix, string Delimiter, int Limit, bool IsEncoded)
{
    public const int LimitMax = 1000;

    /// <summary>Where the page begins.</summary>
    public ListingPlace From { get; init; } = ListingPlace.Beginning;

    /// <summary>Reads the parameters; refuses the call where one cannot be right.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind">Of what the listing is.</param>
    /// <param name="limitName">The parameter that says how many.</param>
    public static ListingQuestion Read(ObjectStoreCall call, ListingKind kind, string limitName)
    {
        var limit = LimitMax;
        if (call.Query[limitName] is { Length: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out limit))
                call.Refuse(S3Error.Argument(limitName, text, $"Provided {limitName} not an integer or within integer range"));
            else if (limit < 0)
                call.Refuse(S3Error.Argument(limitName, text, $"Argument {limitName} must be an integer between 0 and 2147483647"));
        }

        var encoding = call.Query["encoding-type"];
        if (!string.IsNullOrEmpty(encoding) && encoding != "url")
            call.Refuse(S3Error.Argument("encoding-type", encoding, "Invalid Encoding Method specified in Request"));

        return new ListingQuestion(
            kind,
            call.Query["prefix"] ?? "",
            call.Query["delimiter"] ?? "",
            Math.Clamp(limit, 0, LimitMax),
            encoding == "url");
    }

    /// <summary>The place after a key that a client gives; a common prefix of this very question is passed as a whole.</summary>
    public ListingPlace After(string key) => new(key, null, IsCommonPrefix(key));

    /// <summary>A name as the answer tells it.</summary>
    public string Tell(string name) => IsEncoded ? PercentText.Encode(name) : name;

    private bool IsCommonPrefix(string key) =>
        Delimiter.Length > 0
        && key.Length > Prefix.Length
        && key.StartsWith(Prefix, StringComparison.Ordinal)
        && key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal) is var at and >= 0
        && at + Delimiter.Length == key.Length;
}

/// <summary>Where a listing goes on: after this.</summary>
/// <param name="Key">A key or a common prefix; empty for the beginning.</param>
/// <param name="Id">The version or upload of the key; null to pass all of them.</param>
/// <param name="IsPrefix">Whether <paramref name="Key"/> is a common prefix, which is passed with all that begins with it.</param>
internal readonly record struct ListingPlace(string Key, string? Id, bool IsPrefix)
{
    private const char AfterPrefix = 'p';
    private const char AfterKey = 'k';

    public static ListingPlace Beginning => new("", null, false);

    /// <summary>The place in a form that clients hand back and do not look into.</summary>
    public string ToToken() => ContinuationToken.Write((IsPrefix ? AfterPrefix : AfterKey) + Key);

    /// <summary>Reads what <see cref="ToToken"/> wrote.</summary>
    /// <returns>False when it was not made here.</returns>
    public static bool TryParse(string token, out ListingPlace place)
    {
        place = Beginning;
        if (!ContinuationToken.TryRead(token, out var text) || text is not [AfterPrefix or AfterKey, ..])
            return false;
        place = new ListingPlace(text[1..], null, text[0] == AfterPrefix);
        return true;
    }
}
