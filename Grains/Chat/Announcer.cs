using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// Tells the members of new entries in order, one round at a time: what is said while a round is under way is told in the next, in one
/// piece. A round that takes long goes on beside the next ones, so that whoever cannot be told holds up nobody else.
/// </summary>
internal sealed class Announcer(
    ConversationId id, Conversation conversation, ChannelDesk? channel, FanOut fanOut, TimeSpan waitMax)
{
    private const int EntriesPerRoundMax = 128;
    private const long BytesPerRoundMax = 1 << 20;

    // As they were written: what becomes of them later is another entry's news.
    private readonly Queue<ChatEntry> _written = [];
    private TaskCompletionSource? _next;
    private bool _isTelling;

    /// <summary>How far the inboxes may know that the conversation stands.</summary>
    public long Durable { get; private set; }

    /// <summary>Tells the inboxes again how far the conversation stands, as the last activation may not have come to it.</summary>
    public void Begin()
    {
        Durable = conversation.Head;
        if (channel is null && conversation.Head > 0)
            _ = fanOut.Advance([.. conversation.Participants.Select(AccountOf)], conversation.Head);
    }

    /// <summary>Takes the next entry, which is not durable yet.</summary>
    public void Add(ChatEntry entry) => _written.Enqueue(entry);

    /// <summary>Tells everybody of the entries up to one that is durable; waits for it, but not for long.</summary>
    public async Task Tell(long sequence)
    {
        Durable = Math.Max(Durable, sequence);
        _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = _next.Task;
        if (!_isTelling)
            _ = Run();
        await NotLong(told);
    }

    private async Task Run()
    {
        _isTelling = true;
        while (_next is { } waiting)
        {
            _next = null;
            while (TakeDurable() is { Count: > 0 } entries)
                await NotLong(channel is null ? Round(entries) : channel.Publish(new EntriesNews(id, [.. entries])));
            waiting.SetResult();
        }

        _isTelling = false;
    }

    private List<ChatEntry> TakeDurable()
    {
        var (taken, bytes) = (new List<ChatEntry>(), 0L);
        while (taken.Count < EntriesPerRoundMax && bytes < BytesPerRoundMax
            && _written.TryPeek(out var entry) && entry.Sequence <= Durable)
        {
            taken.Add(_written.Dequeue());
            bytes += Bodies.SizeOf(entry.Body);
        }

        return taken;
    }

    private Task Round(List<ChatEntry> entries)
    {
        var (first, last) = (entries[0].Sequence, entries[^1].Sequence);
        var tasks = new List<Task> { fanOut.Advance([.. conversation.Participants.Select(AccountOf)], last) };
        // Whoever joined in between hears only what they may see.
        foreach (var members in conversation.Participants.Where(one => one.First <= last).GroupBy(one => Math.Max(one.First, first)))
        {
            var news = new EntriesNews(id, [.. entries.Skip((int)(members.Key - first))]);
            tasks.Add(fanOut.Send([.. members.Select(AccountOf)], news));
        }

        return Task.WhenAll(tasks);
    }

    private async Task NotLong(Task task)
    {
        try
        {
            await task.WaitAsync(waitMax);
        }
        catch (TimeoutException)
        {
            // It goes on; whoever is slow to hear of it finds it in the log.
        }
    }

    private static AccountId AccountOf(Participant participant) => new(participant.Account);
}
