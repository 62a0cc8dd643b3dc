using System.Text.Json.Serialization;

namespace OrleansLld.Chat;

/// <summary>What happened to a conversation. The names are stored and never change; a new property must have a default.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Gone), "gone")]
[JsonDerivedType(typeof(Ranked), "ranked")]
[JsonDerivedType(typeof(TermsChanged), "terms")]
[JsonDerivedType(typeof(Linked), "linked")]
[JsonDerivedType(typeof(Blocked), "blocked")]
[JsonDerivedType(typeof(Posted), "posted")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(Told), "told")]
public abstract record ConversationEvent
{
    private ConversationEvent()
    {
    }

    public sealed record Begun(ConversationForm Form, ChatTerms Terms) : ConversationEvent;

    /// <param name="Account">Who.</param>
    /// <param name="Handle">By name.</param>
    /// <param name="Rank">As what.</param>
    /// <param name="First">The first entry that they may see.</param>
    /// <param name="At">When.</param>
    public sealed record Joined(long Account, string Handle, Rank Rank, long First, DateTimeOffset At) : ConversationEvent;

    public sealed record Gone(long Account) : ConversationEvent;

    public sealed record Ranked(long Account, Rank Rank) : ConversationEvent;

    public sealed record TermsChanged(ChatTerms Terms) : ConversationEvent;

    /// <summary>The link has another token; empty for no link.</summary>
    public sealed record Linked(string Token) : ConversationEvent;

    public sealed record Blocked(long By, bool IsBlocked) : ConversationEvent;

    /// <summary>The next entry; its words are in a row of their own.</summary>
    public sealed record Posted(long Id, DateTimeOffset At, long Author, string ClientId, ulong Digest, EntryKind Kind)
        : ConversationEvent;

    /// <summary>A device has everything up to one entry, and the person has seen everything up to another.</summary>
    public sealed record Acknowledged(long Account, Guid Device, long Delivered, long Read) : ConversationEvent;

    /// <summary>The account knows whether it takes part.</summary>
    public sealed record Told(long Account, bool TakesPart) : ConversationEvent;
}

/// <summary>What kind of conversation it is. The numbers are stored.</summary>
public enum ConversationForm
{
    Direct = 0,
    Group = 1,
    Channel = 2,
}

/// <summary>What a participant may do. The numbers are stored.</summary>
public enum Rank
{
    Member = 0,
    Administrator = 1,
    Owner = 2,
}

/// <summary>The settings of a conversation.</summary>
public sealed record ChatTerms(string Title, string About, bool ShowsHistory, bool IsAnnouncementsOnly, bool IsEncrypted);
