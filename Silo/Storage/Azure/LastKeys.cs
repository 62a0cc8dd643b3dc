namespace OrleansLld.Storage.Azure;

/// <summary>Finds the last keys of a range in a service that reads upwards only.</summary>
/// <remarks>
/// <code>
/// from ──────────────▶ low ─ ─ ─ ? ─ ─ ─ high ◀────────── to
///       keys were seen                    fewer than wanted
/// </code>
/// A look reads keys upwards from a place, twice as many as are wanted. Does it come to the end with enough of them, they are found;
/// with too few, the place was too high; does it not come to the end, the last key that it saw is the new low. Places are tried
/// above the last key by letting go of one more character each time, so that numbered keys are passed in powers of their base; once
/// there is a high, by halving the texts between the two. Each look that is too low passes keys: it takes no more looks than to read all,
/// and about 40 for a million numbered keys.
/// </remarks>
/// <param name="look">The first keys from one on, at most so many, in order.</param>
/// <param name="wanted">How many keys.</param>
internal sealed class LastKeys(Func<string, int, Task<IReadOnlyList<string>>> look, int wanted)
{
    /// <summary>Of the characters of keys.</summary>
    private const char Least = ' ';
    private const char Most = '~';

    /// <summary>So many characters make a number that fits a long.</summary>
    private const int Digits = 9;

    private readonly int _keysALook = 2 * wanted;
    private IReadOnlyList<string> _seen = [];
    private string? _high;
    private int _letGo;

    /// <summary>The last keys from the given one on, ascending; fewer only if there are no more.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string from)
    {
        _seen = await look(from, _keysALook);
        while (_seen.Count == _keysALook)
        {
            if (Place(_seen[^1]) is not { } place)
                return await ReadOnAsync();
            var keys = await look(place, _keysALook);
            if (keys.Count < wanted)
                _high = place;
            else
                _seen = keys;
        }

        return [.. _seen.TakeLast(wanted)];
    }

    private string? Place(string low)
    {
        while (_high is null && _letGo < low.Length - 1)
        {
            var place = low[..^++_letGo] + Most;
            if (string.CompareOrdinal(place, low) > 0)
                return place;
        }

        return Middle(low, _high ?? new string(Most, 1));
    }

    /// <summary>What is left lies close together: no text between two keys was found to try.</summary>
    private async Task<IReadOnlyList<string>> ReadOnAsync()
    {
        var keys = new List<string>(_seen);
        IReadOnlyList<string> more;
        do
        {
            more = await look(keys[^1], _keysALook);
            keys.AddRange(more.Skip(1));
        }
        while (more.Count == _keysALook);
        return [.. keys.TakeLast(wanted)];
    }

    private static string? Middle(string low, string high)
    {
        var common = low.AsSpan().CommonPrefixLength(high);
        var (below, above) = (NumberAt(low, common), NumberAt(high, common));
        return above - below < 2 ? null : low[..common] + TextOf(below + (above - below) / 2);
    }

    private static long NumberAt(string text, int start)
    {
        var number = 0L;
        for (var i = start; i < start + Digits; i++)
            number = number * (Most - Least + 1) + (i < text.Length ? text[i] - Least : 0);
        return number;
    }

    private static string TextOf(long number) => string.Create(Digits, number, (text, left) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, left /= Most - Least + 1)
            text[i] = (char)(Least + left % (Most - Least + 1));
    });
}
