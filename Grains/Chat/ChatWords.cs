using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>The engine's words in the contract's, and back.</summary>
internal static class ChatWords
{
    public static ChatRefusal ToRefusal(this ChatFault fault) => (ChatRefusal)(int)fault;

    public static ConversationForm ToForm(this ConversationKind kind) => (ConversationForm)(int)kind;

    public static NamedAccount ToNamed(this MemberName name) => new(name.Account.Value, name.Handle);

    public static ImmutableArray<NamedAccount> ToNamed(this ImmutableArray<MemberName> names) => [.. names.Select(name => name.ToNamed())];

    public static ChatTerms ToTerms(this ConversationSettings settings) => new(
        settings.Title, settings.About, settings.History == JoinerHistory.Everything, settings.IsAnnouncementsOnly, settings.IsEncrypted);

    public static ConversationSettings ToSettings(this ChatTerms terms) => new(
        terms.Title,
        terms.About,
        terms.ShowsHistory ? JoinerHistory.Everything : JoinerHistory.Nothing,
        terms.IsAnnouncementsOnly,
        terms.IsEncrypted);

    public static EntryBody ToBody(this ChatNotice notice, ChatTerms terms) => notice.Change is { } change
        ? new MembershipBody((MembershipChange)(int)change, [.. notice.Members.Select(ToName)])
        : new SettingsBody(terms.ToSettings());

    public static MemberName ToName(this NamedAccount account) => new(new AccountId(account.Account), account.Handle);

    public static MemberName ToName(this Participant participant) => new(new AccountId(participant.Account), participant.Handle);

    public static Member ToMember(this Participant participant) => new(
        participant.ToName(), (MemberRole)(int)participant.Rank, participant.JoinedAt, participant.Delivered, participant.Read);
}
