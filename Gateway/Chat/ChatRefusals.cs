using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace OrleansLld.Chat;

/// <summary>How chat says no: a stable code and a sentence.</summary>
internal static class ChatRefusals
{
    public static HubException Of(ChatRefusal refusal, TimeSpan retryAfter = default)
    {
        var (code, sentence) = WordsOf(refusal, retryAfter);
        return HubRefusal.Of(code, sentence);
    }

    public static (string Code, string Sentence) WordsOf(ChatRefusal refusal, TimeSpan retryAfter = default) => refusal switch
    {
        ChatRefusal.NotMember => ("not-member", "You are in no such conversation."),
        ChatRefusal.NotAllowed => ("not-allowed", "Your role in this conversation does not allow that."),
        ChatRefusal.InvalidBody => ("invalid-message", "The message is empty, too long, or not of a kind that can be sent."),
        ChatRefusal.NoSuchMessage => ("no-such-message", "The message that this is about is not there, or no longer."),
        ChatRefusal.TooLate => ("too-late", "A message can be edited for 24 hours."),
        ChatRefusal.TooFast => ("too-fast", string.Create(
            CultureInfo.InvariantCulture, $"You are sending too fast; try again in {Math.Ceiling(retryAfter.TotalMilliseconds)} ms.")),
        ChatRefusal.Blocked => ("blocked", "One of you has blocked the other."),
        ChatRefusal.Full => ("full", "There are as many members, conversations or blocked accounts as there may be."),
        ChatRefusal.NoSuchMember => ("no-such-member", "There is no such member."),
        ChatRefusal.InvalidLink => ("invalid-link", "This link is not, or no longer, good; ask for a new one."),
        ChatRefusal.InvalidSettings => ("invalid-settings", "The title, the description or the switches do not fit this conversation."),
        ChatRefusal.EpochPassed => ("epoch-passed", "The encrypted group has moved on; take its newest entries and try again."),
        ChatRefusal.WrongEncryption => ("wrong-encryption", "An encrypted conversation takes sealed messages only, and no other does."),
        ChatRefusal.ClientIdTaken => ("client-id-taken", "This client id stands for another message already; draw a new one."),
        ChatRefusal.NoSuchDevice => ("no-such-device", "This device was removed, or the account has as many devices as it may."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "That is no refusal."),
    };

    /// <summary>Nothing, when it was not refused.</summary>
    public static void Require(ChatRefusal refusal)
    {
        if (refusal != ChatRefusal.None)
            throw Of(refusal);
    }
}
