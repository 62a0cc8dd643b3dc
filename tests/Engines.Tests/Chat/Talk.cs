using System.Text.Json;

namespace OrleansLld.Chat;

/// <summary>A conversation that a test leads: commands are decided and applied, and their events kept as they are stored.</summary>
internal sealed class Talk(ConversationForm form)
{
    private long _ids;
    private int _clients;

    public static ChatTerms Open { get; } = new("A title", "", ShowsHistory: true, IsAnnouncementsOnly: false, IsEncrypted: false);

    public Conversation State { get; } = new();

    public List<string> Stored { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public Stamp Stamp => new(++_ids, Now);

    public static NamedAccount Named(long account) => new(account, $"user{account}");

    public static Talk Direct(bool isEncrypted = false)
    {
        var talk = new Talk(ConversationForm.Direct);
        talk.Begin(1, [2], Open with { Title = "", IsEncrypted = isEncrypted }).ShouldBe(ChatFault.None);
        return talk;
    }

    public static Talk Group(ChatTerms? terms = null, params long[] others)
    {
        var talk = new Talk(ConversationForm.Group);
        talk.Begin(1, others, terms ?? Open).ShouldBe(ChatFault.None);
        return talk;
    }

    public ChatFault Begin(long creator, long[] others, ChatTerms terms) =>
        Take(MembershipRules.Begin(State, form, Named(creator), [.. others.Select(Named)], terms, Stamp));

    public ChatFault Take(MembershipRuling ruling)
    {
        foreach (var happened in ruling.Events)
            Apply(happened);
        State.Check();
        return ruling.Fault;
    }

    public PostingRuling Post(Posting posting, ReferredMessage? referred = null)
    {
        var ruling = PostingRules.Decide(State, posting, referred, Stamp);
        if (ruling.Event is { } posted)
            Apply(posted);
        State.Check();
        return ruling;
    }

    public PostingRuling Say(long author, string? clientId = null, ulong digest = 1) =>
        Post(new Posting(author, clientId ?? $"c{++_clients}", digest, EntryKind.Text, 0, 0));

    public PostingRuling Seal(long author, long epoch, EntryKind kind = EntryKind.Sealed) =>
        Post(new Posting(author, $"c{++_clients}", 1, kind, 0, epoch));

    public bool Acknowledge(long account, Guid device, long delivered, long read)
    {
        if (State.Find(account) is not { } participant)
            return false;
        if (MembershipRules.Acknowledge(State, participant, device, delivered, read) is not { } happened)
            return false;
        Apply(happened);
        State.Check();
        return true;
    }

    public static string Text(Conversation conversation) =>
        JsonSerializer.Serialize(conversation.Snapshot(), ConversationJson.Default.ConversationSnapshot);

    public Conversation Replayed()
    {
        var replayed = new Conversation();
        foreach (var happened in Stored)
            replayed.Apply(JsonSerializer.Deserialize(happened, ConversationJson.Default.ConversationEvent)!);
        return replayed;
    }

    public Conversation Restored()
    {
        var restored = new Conversation();
        restored.Restore(JsonSerializer.Deserialize(Text(State), ConversationJson.Default.ConversationSnapshot)!);
        return restored;
    }

    private void Apply(ConversationEvent happened)
    {
        Stored.Add(JsonSerializer.Serialize(happened, ConversationJson.Default.ConversationEvent));
        State.Apply(happened);
    }
}
