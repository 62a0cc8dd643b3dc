namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>Looks parameters up in a query as it was sent. A signature has a few, so nothing is kept.</summary>
internal static class SentParameter
{
    /// <summary>The first value of the parameter without escapes; null where it is missing.</summary>
    public static string? Find(ReadOnlySpan<char> query, ReadOnlySpan<char> name)
    {
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            if (parameter.StartsWith(name) && (parameter.Length == name.Length || parameter[name.Length] == '='))
                return parameter.Length <= name.Length ? "" : Unescape(parameter[(name.Length + 1)..]);
        }

        return null;
    }

    /// <summary>All parameters without escapes, in their order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> All(string query)
    {
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0
                ? new(Unescape(parameter), "")
                : new(Unescape(parameter.AsSpan(0, equals)), Unescape(parameter.AsSpan(equals + 1)));
        }
    }

    private static string Unescape(ReadOnlySpan<char> text) =>
        PercentText.TryDecodeQuery(text, out var decoded) ? decoded : text.ToString();
}
