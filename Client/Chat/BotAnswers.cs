using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using OrleansLld.Chat.Live;

namespace OrleansLld.Chat;

/// <summary>What the bot says to what is said. The same entry always gets the same answer.</summary>
internal static partial class BotAnswers
{
    private const int DiceMax = 20;
    private const int SidesMax = 1_000;

    /// <summary>The answer to an entry; null for none.</summary>
    /// <param name="entry">What was said.</param>
    /// <param name="me">The bot's own account.</param>
    public static string? To(LiveEntry entry, string me)
    {
        if (entry.Author == me)
            return null;
        if (entry is { Kind: "membership", Change: "created" or "added", Members: { } members })
            return members.Any(member => member.Account == me) ? "Hello! I am a bot. Say help to hear what I can do." : null;
        return entry is { Kind: "text", Text: { } text } ? To(text.Trim(), entry.Id) : null;
    }

    private static string? To(string text, string id) => text.ToLowerInvariant() switch
    {
        "ping" => "pong",
        "help" => "I answer ping, help and roll 2d6 (any number of dice up to 20, of up to 1,000 sides).",
        var words when Dice().Match(words) is { Success: true } dice => Roll(Number(dice, 1), Number(dice, 2), id),
        _ => null,
    };

    private static string? Roll(int dice, int sides, string id)
    {
        if (dice is < 1 or > DiceMax || sides is < 2 or > SidesMax)
            return null;
        // Drawn from the message's id, which nobody knows before it is sent: whoever answers twice rolls the same.
        var rolls = Enumerable.Range(0, dice).Select(die =>
        {
            var drawn = SHA256.HashData(Encoding.UTF8.GetBytes($"{id}/{die}"));
            return 1 + (int)(BinaryPrimitives.ReadUInt64BigEndian(drawn) % (ulong)sides);
        }).ToList();
        return dice == 1
            ? rolls[0].ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(" + ", rolls)} = {rolls.Sum()}");
    }

    private static int Number(Match dice, int group) => int.Parse(dice.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^roll ([0-9]{1,2})d([0-9]{1,4})$")]
    private static partial Regex Dice();
}
