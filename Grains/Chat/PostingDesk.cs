using Orleans.Serialization;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>What sending an entry takes beside the decision: the message that it refers to, an id, the author's budget, the rows.</summary>
internal sealed class PostingDesk(
    Conversation conversation, EntryLog log, Announcer announcer, MessageIds ids, SendBudgets budgets, Serializer<EntryBody> bodies)
{
    /// <summary>What the rules look at of a command; null when it is not well-formed.</summary>
    public Posting? Read(SendEntry command) => Bodies.Read(command, bodies);

    /// <summary>Brings what the decision needs into memory, until what it returns is disposed of. Nothing is awaited in between.</summary>
    public async Task<IDisposable?> Prepare(Posting posting, CancellationToken cancellationToken)
    {
        await ids.Ready();
        return await log.Hold(posting.Reference, cancellationToken);
    }

    public PostingRuling Decide(in Posting posting)
    {
        var stamp = ids.Next();
        var ruling = PostingRules.Decide(conversation, posting, Bodies.Referred(log.Held(posting.Reference)), stamp);
        return ruling.Event is not null && budgets.Spend(posting.Author, stamp.At) is var wait && wait > TimeSpan.Zero
            ? PostingRuling.Refuse(ChatFault.TooFast) with { RetryAfter = wait }
            : ruling;
    }

    /// <summary>Puts the entry that was applied last into the commit, and what it makes of another.</summary>
    public void Write(Journal<ConversationEvent> journal, ConversationEvent.Posted posted, EntryBody body)
    {
        var (author, sequence) = (new AccountId(posted.Author), conversation.Head);
        if (body is CommitBody commit)
        {
            EntryLog.PutGroupInfo(journal, conversation.Epoch, commit.GroupInfo.Span);
            body = commit with { GroupInfo = default };
        }

        var entry = new ChatEntry(sequence, posted.Id, posted.At, author, posted.ClientId, body, 0, []);
        log.Add(journal, entry);
        announcer.Add(entry);
        var target = body switch
        {
            EditedBody edited => edited.Target,
            DeletedBody deleted => deleted.Target,
            ReactedBody reacted => reacted.Target,
            _ => 0,
        };
        if (target > 0 && Bodies.Changed(log.Held(target), body, author, sequence) is { } changed)
            log.Replace(journal, changed);
    }

    /// <summary>The answer to what was decided and applied in this turn.</summary>
    public SendReply Answer(in PostingRuling ruling) => (ruling.Event, ruling.Repeated) switch
    {
        ({ } taken, _) => new SendReply(ChatRefusal.None, conversation.Head, taken.Id, taken.At, default),
        (_, { } before) => new SendReply(ChatRefusal.None, before.Sequence, before.Id, before.At, default),
        _ => Refuse(ruling.Fault.ToRefusal()) with { RetryAfter = ruling.RetryAfter },
    };

    public static SendReply Refuse(ChatRefusal refusal) => new(refusal, 0, 0, default, default);
}
