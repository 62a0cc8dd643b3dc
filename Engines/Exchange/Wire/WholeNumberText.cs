namespace OrleansLld.Exchange.Wire;

/// <summary>Whole numbers of the API: digits only.</summary>
public static class WholeNumberText
{
    /// <summary>What a number may look like, as the API states it in its refusals.</summary>
    public const string LegalRange = "^[0-9]{1,20}$";

    private const int DigitsMax = 20;

    /// <summary>Reads a number from 0 to the greatest <see cref="long"/>.</summary>
    public static WholeNumberOutcome Parse(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.Length is 0 or > DigitsMax || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return WholeNumberOutcome.Illegal;

        foreach (var digit in text)
        {
            if (number > (long.MaxValue - (digit - '0')) / 10)
                return WholeNumberOutcome.TooGreat;

            number = (number * 10) + (digit - '0');
        }

        return WholeNumberOutcome.Exact;
    }
}

/// <summary>How the reading of a whole number ended.</summary>
public enum WholeNumberOutcome
{
    /// <summary>It is the number.</summary>
    Exact,

    /// <summary>Not a number of <see cref="WholeNumberText.LegalRange"/>.</summary>
    Illegal,

    /// <summary>A number that does not fit.</summary>
    TooGreat,
}
