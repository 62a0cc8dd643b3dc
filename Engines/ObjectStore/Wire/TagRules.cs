using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>How many tags there may be, and what is in them.</summary>
public static class TagRules
{
    public const int ObjectTagsMax = 10;
    public const int BucketTagsMax = 50;
    public const int KeyLengthMax = 128;
    public const int ValueLengthMax = 256;

    /// <summary>What is wrong with the tags; null when nothing is.</summary>
    public static WireRefusal? Check(ImmutableArray<NamedValue> tags, TagScope scope)
    {
        var max = scope == TagScope.Object ? ObjectTagsMax : BucketTagsMax;
        if (tags.Length > max)
            return Refuse($"{scope} tags cannot be greater than {max}");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > KeyLengthMax || !AreAllowed(key))
                return Refuse("The TagKey you have provided is invalid", key);
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                return Refuse(SystemTag(scope), key);
            if (value.Length > ValueLengthMax || !AreAllowed(value))
                return Refuse("The TagValue you have provided is invalid", key);
            if (!keys.Add(key))
                return Refuse("Cannot provide multiple Tags with the same key", key);
        }

        return null;
    }

    private static string SystemTag(TagScope scope) => scope == TagScope.Object
        ? "Your TagKey cannot be prefixed with aws:"
        : "System tags cannot be added/updated by requester";

    private static WireRefusal Refuse(string sentence, string key = "") =>
        new(WireFault.InvalidTag, sentence, key.Length > 0 ? "TagKey" : "", key);

    /// <summary>Letters, digits, spaces and a few signs.</summary>
    private static bool AreAllowed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) && !IsMark(rune) && !IsSpace(rune) && !IsSign(rune))
                return false;
        }

        return true;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.EnclosingMark;

    private static bool IsSpace(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    private static bool IsSign(Rune rune) => rune.IsAscii && "+-=._:/@".Contains((char)rune.Value, StringComparison.Ordinal);
}

/// <summary>What has the tags.</summary>
public enum TagScope
{
    Object,
    Bucket,
}
