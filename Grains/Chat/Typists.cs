using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>Who is writing in a conversation: passed on at most so often, and kept nowhere.</summary>
internal sealed class Typists(ConversationId id, Conversation conversation, FanOut fanOut, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Dictionary<AccountId, DateTimeOffset> _told = [];

    public Task Typing(AccountId writer)
    {
        var now = time.GetUtcNow();
        if (conversation.Find(writer.Value) is null || conversation.IsBlocked)
            return Task.CompletedTask;
        if (_told.TryGetValue(writer, out var at) && now - at < Pause)
            return Task.CompletedTask;
        _told[writer] = now;
        var others = conversation.Participants.Where(one => one.Account != writer.Value);
        return fanOut.Send([.. others.Select(one => new AccountId(one.Account))], new TypingNews(id, writer));
    }
}
