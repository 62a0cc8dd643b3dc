using System.Globalization;

namespace OrleansLld.Accounts;

/// <summary>The number of an account, the same in every system. Positive; drawn at random at registration and never reused.</summary>
/// <param name="Value">1 to 2^53 − 1, so that a JavaScript client holds it exactly.</param>
[GenerateSerializer, Immutable, Alias("accounts.id")]
public readonly record struct AccountId([property: Id(0)] long Value)
{
    /// <summary>The largest account number.</summary>
    public const long ValueMax = (1L << 53) - 1;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a decimal number from 1 to <see cref="ValueMax"/>.</exception>
    public static AccountId Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= ValueMax
            ? new AccountId(value)
            : throw new FormatException($"'{text}' is not an account id.");

    /// <summary>The number in decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
