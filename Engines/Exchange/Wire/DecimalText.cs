using System.Globalization;

namespace OrleansLld.Exchange.Wire;

/// <summary>
/// Decimal numbers as the Binance API writes them, read and written as whole units of 10^-8 without ever passing through a float.
/// A number has 1 to 20 digits, and after a point 1 to 20 more; signs, exponents and bare points are not numbers here.
/// </summary>
public static class DecimalText
{
    /// <summary>What a number may look like, as the API states it in its refusals.</summary>
    public const string LegalRange = @"^([0-9]{1,20})(\.[0-9]{1,20})?$";

    /// <summary>No number of units needs more bytes: a sign, 39 digits and a point.</summary>
    public const int LengthMax = 48;

    private const int DigitsMax = 20;
    private const int FractionDigits = 8;
    private const long UnitsPerWhole = 100_000_000;

    // 10 digits before the point and 8 behind it are below 10^18, which a long holds.
    private const int FastDigitsMax = 10;

    /// <summary>Reads a number. Digits behind the eighth place may only be zeros.</summary>
    public static DecimalOutcome Parse(ReadOnlySpan<byte> text, out Int128 units)
    {
        units = 0;
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (!AreDigits(whole) || (point >= 0 && !AreDigits(fraction)))
            return DecimalOutcome.Illegal;

        if (fraction.Length > FractionDigits)
        {
            if (fraction[FractionDigits..].ContainsAnyExcept((byte)'0'))
                return DecimalOutcome.TooPrecise;

            fraction = fraction[..FractionDigits];
        }

        var behind = Fold(fraction);
        for (var i = fraction.Length; i < FractionDigits; i++)
            behind *= 10;

        units = whole.Length <= FastDigitsMax
            ? (Fold(whole) * UnitsPerWhole) + behind
            : (((Int128)Fold(whole[..FastDigitsMax]) * PowerOfTen(whole.Length - FastDigitsMax)) + Fold(whole[FastDigitsMax..]))
                * UnitsPerWhole + behind;
        return DecimalOutcome.Exact;
    }

    /// <summary>Writes a number with all its eight decimals.</summary>
    /// <param name="units">Any number of units.</param>
    /// <param name="to">At least <see cref="LengthMax"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Format(Int128 units, Span<byte> to)
    {
        var length = 0;
        if (units < 0)
            to[length++] = (byte)'-';

        int written;
        long behind;
        if (units >= 0 && units <= long.MaxValue)
        {
            var (whole, rest) = long.DivRem((long)units, UnitsPerWhole);
            _ = whole.TryFormat(to[length..], out written, default, CultureInfo.InvariantCulture);
            behind = rest;
        }
        else
        {
            // The magnitude as unsigned, because the least number has no positive twin.
            var magnitude = units < 0 ? unchecked((UInt128)(-(units + 1))) + 1 : (UInt128)units;
            var (whole, rest) = UInt128.DivRem(magnitude, (UInt128)UnitsPerWhole);
            _ = whole.TryFormat(to[length..], out written, default, CultureInfo.InvariantCulture);
            behind = (long)rest;
        }

        length += written;
        to[length++] = (byte)'.';
        for (var i = length + FractionDigits - 1; i >= length; i--)
        {
            (behind, var digit) = long.DivRem(behind, 10);
            to[i] = (byte)('0' + digit);
        }

        return length + FractionDigits;
    }

    /// <summary>The number as a string, with all its eight decimals.</summary>
    public static string ToText(Int128 units)
    {
        Span<byte> bytes = stackalloc byte[LengthMax];
        return System.Text.Encoding.ASCII.GetString(bytes[..Format(units, bytes)]);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) =>
        text.Length is >= 1 and <= DigitsMax && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static long Fold(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits)
            number = (number * 10) + (digit - '0');

        return number;
    }

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
            power *= 10;

        return power;
    }
}

/// <summary>How the reading of a decimal number ended.</summary>
public enum DecimalOutcome
{
    /// <summary>The units are exactly the number.</summary>
    Exact,

    /// <summary>Not a number of <see cref="DecimalText.LegalRange"/>.</summary>
    Illegal,

    /// <summary>A number with a part smaller than one unit.</summary>
    TooPrecise,
}
