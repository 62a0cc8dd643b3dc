using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// Receipts: in a direct conversation each is passed on at once, in a group those who wrote hear how many have their newest messages, at
/// most so often.
/// </summary>
internal sealed class ReceiptDesk(ConversationId id, Conversation conversation, FanOut fanOut, Announcer announcer, TimeProvider time)
{
    private const int CountsPerAuthor = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    // The entries whose counts may have changed since the authors were told.
    private long _changedFrom = long.MaxValue;
    private long _changedTo;
    private bool _isPacing;

    /// <summary>What is to be written; null when it is no news.</summary>
    public ConversationEvent.Acknowledged? Decide(Acknowledgement acknowledgement, out bool isMember)
    {
        var participant = conversation.Find(acknowledgement.Account.Value);
        isMember = participant is not null;
        if (participant is null)
            return null;
        var happened = MembershipRules.Acknowledge(
            conversation, participant, acknowledgement.Device.Value, acknowledgement.Delivered, acknowledgement.Read);
        if (happened is not null)
            Changed(Math.Min(participant.Read, participant.Delivered) + 1, Math.Max(happened.Read, happened.Delivered));
        return happened;
    }

    /// <summary>How many members but the author have an entry.</summary>
    public static ReceiptCount Count(Conversation conversation, long sequence)
    {
        var author = conversation.RecentAt(sequence)?.Author ?? 0;
        var (delivered, read) = conversation.ReceiptsOf(sequence, author);
        return new ReceiptCount(sequence, delivered, read);
    }

    public async Task Tell(ConversationEvent.Acknowledged happened)
    {
        var account = new AccountId(happened.Account);
        if (conversation.Find(happened.Account) is not { } participant)
            return;
        var news = new WatermarkNews(id, account, participant.Delivered, participant.Read);
        if (conversation.Form == ConversationForm.Direct)
        {
            ImmutableArray<AccountId> both = [.. conversation.Participants.Select(one => new AccountId(one.Account))];
            await Task.WhenAll(fanOut.Send(both, news), fanOut.Advance(both, announcer.Durable));
            return;
        }

        await Task.WhenAll(fanOut.Send([account], news), fanOut.Advance([account], announcer.Durable));
        if (!_isPacing)
            _ = TellAuthors();
    }

    private void Changed(long from, long to) => (_changedFrom, _changedTo) = (Math.Min(_changedFrom, from), Math.Max(_changedTo, to));

    private async Task TellAuthors()
    {
        _isPacing = true;
        await Task.Delay(Pace, time);
        _isPacing = false;
        var (from, to) = (_changedFrom, _changedTo);
        (_changedFrom, _changedTo) = (long.MaxValue, 0);
        foreach (var messages in conversation.RecentMessages(from, to).GroupBy(entry => entry.Author))
        {
            var newest = messages.TakeLast(CountsPerAuthor);
            ImmutableArray<ReceiptCount> counts = [.. newest.Select(entry => Count(conversation, entry.Sequence))];
            await fanOut.Send([new AccountId(messages.Key)], new ReceiptsNews(id, counts));
        }
    }
}
