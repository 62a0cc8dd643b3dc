using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// A conversation: <c>d.7.12</c> between the accounts 7 and 12 (the lower number first, so two people have one), <c>g.</c> and 32
/// hexadecimal digits for a group, <c>c.</c> likewise for a channel.
/// </summary>
[GenerateSerializer, Immutable, Alias("chat.conversation-id")]
public readonly record struct ConversationId
{
    private const int DrawnLength = 34;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    [Id(0)]
    private readonly string _text;

    private ConversationId(string text) => _text = text;

    /// <summary>What kind of conversation it is; the id says so.</summary>
    public ConversationKind Kind => _text[0] switch
    {
        'd' => ConversationKind.Direct,
        'g' => ConversationKind.Group,
        _ => ConversationKind.Channel,
    };

    /// <summary>The conversation of two accounts, whichever of them asks.</summary>
    /// <exception cref="ArgumentException">They are the same.</exception>
    public static ConversationId Between(AccountId one, AccountId other) =>
        one == other
            ? throw new ArgumentException("A conversation is between two.", nameof(other))
            : new($"d.{(one.Value < other.Value ? one : other)}.{(one.Value < other.Value ? other : one)}");

    /// <summary>A group or channel of an id drawn at random.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is <see cref="ConversationKind.Direct"/>.</exception>
    public static ConversationId Of(ConversationKind kind, Guid drawn) => kind switch
    {
        ConversationKind.Group => new($"g.{drawn:N}"),
        ConversationKind.Channel => new($"c.{drawn:N}"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ConversationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a conversation.");

    /// <summary>Reads an id; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ConversationId id)
    {
        id = default;
        if (text is null || !IsWellFormed(text))
            return false;
        id = new ConversationId(text);
        return true;
    }

    /// <summary>Who the two are; of a direct conversation only.</summary>
    /// <exception cref="InvalidOperationException">It is a group or a channel.</exception>
    public (AccountId One, AccountId Other) Pair()
    {
        if (Kind != ConversationKind.Direct)
            throw new InvalidOperationException($"{_text} is not between two.");
        var numbers = _text.Split('.');
        return (AccountId.Parse(numbers[1]), AccountId.Parse(numbers[2]));
    }

    /// <summary>The grain's key.</summary>
    public override string ToString() => _text;

    private static bool IsWellFormed(string text)
    {
        if (text.StartsWith("g.", StringComparison.Ordinal) || text.StartsWith("c.", StringComparison.Ordinal))
            return text.Length == DrawnLength && !text.AsSpan(2).ContainsAnyExcept(Digits);
        var parts = text.Split('.');
        return parts.Length == 3
            && parts[0] == "d"
            && IsAccount(parts[1], out var one)
            && IsAccount(parts[2], out var other)
            && one < other;
    }

    private static bool IsAccount(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number is >= 1 and <= AccountId.ValueMax && text[0] != '0';
}

/// <summary>What kind of conversation it is.</summary>
[GenerateSerializer, Alias("chat.conversation-kind")]
public enum ConversationKind
{
    /// <summary>Two accounts.</summary>
    Direct = 0,

    /// <summary>Up to 1,024 members, everybody knows the others.</summary>
    Group = 1,

    /// <summary>Up to a million members; administrators write, the others read.</summary>
    Channel = 2,
}
