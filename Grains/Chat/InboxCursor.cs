using System.Globalization;

namespace OrleansLld.Chat;

/// <summary>
/// A version of one activation of an inbox: versions of another mean nothing, and its cursors are answered with everything.
/// </summary>
internal static class InboxCursor
{
    public static string Write(ActivationId activation, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{activation.ToParsableString()}.{version}");

    /// <summary>The version, or null when it is of another activation, or no cursor at all.</summary>
    public static long? Read(string cursor, ActivationId activation)
    {
        var prefix = activation.ToParsableString() + ".";
        return cursor.StartsWith(prefix, StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }
}
