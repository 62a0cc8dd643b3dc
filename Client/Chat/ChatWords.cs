using System.Globalization;

namespace OrleansLld.Chat;

/// <summary>The refusals of chat in words, with the codes that the hub gives them.</summary>
internal static class ChatWords
{
    public static Failure Refused(ChatRefusal refusal, TimeSpan retryAfter = default) => new(
        ExitCode.Refused,
        refusal == ChatRefusal.InvalidBody ? "invalid-message" : Failure.CodeOf(refusal),
        refusal == ChatRefusal.TooFast
            ? string.Create(
                CultureInfo.InvariantCulture, $"That is too fast. Try again in {Math.Ceiling(retryAfter.TotalMilliseconds)} ms.")
            : Of(refusal));

    private static string Of(ChatRefusal refusal) => refusal switch
    {
        ChatRefusal.NotMember => "You are in no such conversation. `Client chat list` shows those that you are in.",
        ChatRefusal.NotAllowed => "Your role in this conversation does not allow that.",
        ChatRefusal.InvalidBody => "A message has 1 to 4,096 characters.",
        ChatRefusal.NoSuchMessage => "There is no such message.",
        ChatRefusal.TooLate => "A message can be edited for 24 hours.",
        ChatRefusal.Blocked => "One of you has blocked the other.",
        ChatRefusal.Full => "There are as many members or conversations as there may be.",
        ChatRefusal.NoSuchMember => "There is no such member.",
        ChatRefusal.InvalidLink => "This link is not, or no longer, good. Ask for a new one.",
        ChatRefusal.InvalidSettings => "The title has 1 to 100 characters, and nobody writes to themselves.",
        ChatRefusal.EpochPassed => "The encrypted group has moved on.",
        ChatRefusal.WrongEncryption => "The conversation is encrypted, which the console cannot do. Write from the web client.",
        ChatRefusal.ClientIdTaken => "This client id stands for another message already. Choose another.",
        ChatRefusal.NoSuchDevice => "This device was removed, or the account has as many devices as it may. See `Client chat devices`.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal of chat."),
    };
}
