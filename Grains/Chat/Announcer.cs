using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// Tells the members of new entries in order, one round at a time: what is said while a round is under way is told in the next, in one
/// piece.
/// </summary>
internal sealed class Announcer(
    ConversationId id, Conversation conversation, EntryLog log, ChannelDesk? channel, FanOut fanOut, TimeSpan waitMax)
{
    private TaskCompletionSource? _next;
    private bool _isTelling;
    private long _told;
    private long _durable;

    /// <summary>
    /// Begins after what was told before this activation: the live copies of that are gone, and the inboxes are told again, as the last
    /// activation may not have come to it.
    /// </summary>
    public void Begin()
    {
        (_told, _durable) = (conversation.Head, conversation.Head);
        if (channel is null && _told > 0)
            _ = fanOut.Advance(Members, _told);
    }

    /// <summary>Tells everybody of the entries up to one that is durable; waits for it, but not for long.</summary>
    public async Task Tell(long sequence)
    {
        _durable = Math.Max(_durable, sequence);
        _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = _next.Task;
        if (!_isTelling)
            _ = Run();
        try
        {
            await told.WaitAsync(waitMax);
        }
        catch (TimeoutException)
        {
            // It goes on; whoever is slow to hear of it finds it in the log.
        }
    }

    private AccountId[] Members => [.. conversation.Participants.Select(one => new AccountId(one.Account))];

    private async Task Run()
    {
        _isTelling = true;
        while (_next is { } round)
        {
            _next = null;
            var (after, head) = (_told, _durable);
            _told = head;
            if (head > after)
                await Round(new EntriesNews(id, log.After(after, head)));
            round.SetResult();
        }

        _isTelling = false;
    }

    private async Task Round(EntriesNews news)
    {
        if (channel is not null)
        {
            await channel.Publish(news);
            return;
        }

        var members = Members;
        var inboxes = fanOut.Advance(members, news.Entries[^1].Sequence);
        await fanOut.Send(members, news);
        await inboxes;
    }
}
