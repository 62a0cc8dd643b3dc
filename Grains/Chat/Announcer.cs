using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// Tells the members of new entries in order, one round at a time: what is said while a round is under way is told in the next, in one piece.
/// </summary>
internal sealed class Announcer(ConversationId id, Conversation conversation, FanOut fanOut, TimeSpan waitMax)
{
    private TaskCompletionSource? _next;
    private bool _isTelling;
    private long _told;
    private long _durable;

    /// <summary>Entries up to this were told before.</summary>
    public void Begin(long head) => (_told, _durable) = (head, head);

    public async Task Tell(EntryLog log, long sequence, ChannelDesk? channel)
    {
        _durable = Math.Max(_durable, sequence);
        _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = _next.Task;
        if (!_isTelling)
            _ = Run(log, channel);
        try
        {
            await told.WaitAsync(waitMax);
        }
        catch (TimeoutException)
        {
            // It goes on; whoever is slow to hear of it finds it in the log.
        }
    }

    private async Task Run(EntryLog log, ChannelDesk? channel)
    {
        _isTelling = true;
        while (_next is { } round)
        {
            _next = null;
            var (after, head) = (_told, _durable);
            _told = head;
            if (head > after)
                await Round(new EntriesNews(id, log.After(after, head)), channel);
            round.SetResult();
        }

        _isTelling = false;
    }

    private async Task Round(EntriesNews news, ChannelDesk? channel)
    {
        if (channel is not null)
        {
            await channel.Publish(news);
            return;
        }

        AccountId[] members = [.. conversation.Participants.Select(one => new AccountId(one.Account))];
        var inboxes = fanOut.Advance(members, news.Entries[^1].Sequence);
        await fanOut.Send(members, news);
        await inboxes;
    }
}
