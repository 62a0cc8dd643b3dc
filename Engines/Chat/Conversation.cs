using System.Collections.Immutable;

namespace OrleansLld.Chat;

/// <summary>
/// A conversation: who takes part, how far it and they are, and what was said lately. <see cref="PostingRules"/> and
/// <see cref="MembershipRules"/> decide, this applies. Of a channel only the administrators are here.
/// </summary>
public sealed class Conversation
{
    private readonly SortedDictionary<long, Participant> _participants = [];
    private readonly RecentEntries _recent = new();
    private readonly SortedSet<long> _blocking = [];
    private readonly SortedSet<long> _untold = [];

    /// <summary>Null until it has begun.</summary>
    public ChatTerms? Terms { get; private set; }

    public ConversationForm Form { get; private set; }

    /// <summary>The token of the join link; empty for none.</summary>
    public string Link { get; private set; } = "";

    /// <summary>The last entry's sequence.</summary>
    public long Head { get; private set; }

    /// <summary>How many commits there were.</summary>
    public long Epoch { get; private set; }

    public bool IsBlocked => _blocking.Count > 0;

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyCollection<Participant> Participants => _participants.Values;

    /// <summary>Accounts that came or went and may not know it yet. Nobody of a channel.</summary>
    public IReadOnlyCollection<long> Untold => _untold;

    public Participant? Find(long account) => _participants.GetValueOrDefault(account);

    public bool IsBlocking(long account) => _blocking.Contains(account);

    /// <summary>The entry that a client id stands for, if it was taken lately.</summary>
    public RecentEntry? FindRecent(long author, string clientId) => _recent.Find(author, clientId);

    /// <summary>The entry, if it was taken lately.</summary>
    public RecentEntry? RecentAt(long sequence) => _recent.All.FirstOrDefault(entry => entry.Sequence == sequence);

    /// <summary>The messages among the last entries, from one sequence to another, oldest first.</summary>
    public IEnumerable<RecentEntry> RecentMessages(long from, long to) =>
        _recent.All.Where(entry => entry.Sequence >= from && entry.Sequence <= to && Posting.IsMessage(entry.Kind));

    /// <inheritdoc cref="RecentEntries.Unread"/>
    public int Unread(long reader, long read) => _recent.Unread(reader, read);

    /// <summary>How many of the others got and read an entry of an author.</summary>
    public (int Delivered, int Read) ReceiptsOf(long sequence, long author)
    {
        var (delivered, read) = (0, 0);
        foreach (var participant in _participants.Values)
        {
            if (participant.Account == author || participant.First > sequence)
                continue;
            delivered += participant.Delivered >= sequence ? 1 : 0;
            read += participant.Read >= sequence ? 1 : 0;
        }

        return (delivered, read);
    }

    public void Apply(ConversationEvent happened)
    {
        switch (happened)
        {
            case ConversationEvent.Begun e:
                (Form, Terms) = (e.Form, e.Terms);
                break;
            case ConversationEvent.Joined e:
                _participants[e.Account] = new Participant(e.Account, e.Handle, e.Rank, e.First, e.At, e.First - 1, []);
                Owe(e.Account);
                break;
            case ConversationEvent.Gone e:
                _participants.Remove(e.Account);
                Owe(e.Account);
                break;
            case ConversationEvent.Told e:
                // Unless that changed while it was told.
                if (_participants.ContainsKey(e.Account) == e.TakesPart)
                    _untold.Remove(e.Account);
                break;
            case ConversationEvent.Ranked e:
                _participants[e.Account] = _participants[e.Account] with { Rank = e.Rank };
                break;
            case ConversationEvent.TermsChanged e:
                Terms = e.Terms;
                break;
            case ConversationEvent.Linked e:
                Link = e.Token;
                break;
            case ConversationEvent.Blocked e when e.IsBlocked:
                _blocking.Add(e.By);
                break;
            case ConversationEvent.Blocked e:
                _blocking.Remove(e.By);
                break;
            case ConversationEvent.Posted e:
                Take(e);
                break;
            case ConversationEvent.Acknowledged e:
                _participants[e.Account] = _participants[e.Account].Acknowledge(e.Device, e.Delivered, e.Read);
                break;
            default:
                throw new InvalidOperationException($"A conversation does not know {happened.GetType().Name}.");
        }
    }

    public ConversationSnapshot Snapshot() =>
        new(Form, Terms, Link, Head, Epoch, [.. _participants.Values], [.. _blocking], [.. _untold], [.. _recent.All]);

    /// <summary>Takes the state of a snapshot; called on an empty conversation.</summary>
    public void Restore(ConversationSnapshot snapshot)
    {
        (Form, Terms, Link, Head, Epoch) = (snapshot.Form, snapshot.Terms, snapshot.Link, snapshot.Head, snapshot.Epoch);
        foreach (var participant in snapshot.Participants)
            _participants.Add(participant.Account, participant);
        _blocking.UnionWith(snapshot.Blocking);
        _untold.UnionWith(snapshot.Untold);
        foreach (var entry in snapshot.Recent)
            _recent.Add(entry);
    }

    /// <summary>Throws when the state is one that no sequence of commands can lead to.</summary>
    public void Check()
    {
        Require(Terms is not null || (Head == 0 && _participants.Count == 0), "What has not begun is not empty.");
        Require(Form != ConversationForm.Direct || Terms is null || _participants.Count == 2, "A direct conversation is between two.");
        Require(_participants.Count <= ChatLimits.GroupMembersMax, "There are too many members.");
        var owners = _participants.Values.Count(participant => participant.Rank == Rank.Owner);
        Require(owners == (Form == ConversationForm.Direct || _participants.Count == 0 ? 0 : 1), $"There are {owners} owners.");
        Require(_blocking.IsSubsetOf(_participants.Keys), "Somebody blocks who is not there.");
        Require(_participants.Values.All(one => one.Read <= Head && one.Delivered <= Head), "Somebody read what is not there.");
        Require(Terms?.IsEncrypted == true || Epoch == 0, "What is not encrypted has an epoch.");
        var sequence = Head - _recent.All.Count;
        Require(_recent.All.All(entry => entry.Sequence == ++sequence), "The last entries have a gap.");
    }

    private void Owe(long account)
    {
        if (Form != ConversationForm.Channel)
            _untold.Add(account);
    }

    private void Take(ConversationEvent.Posted e)
    {
        Head++;
        if (e.Kind == EntryKind.Commit)
            Epoch++;
        _recent.Add(new RecentEntry(Head, e.Id, e.At, e.Author, e.ClientId, e.Digest, e.Kind));
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
