using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>A change of members, roles or settings.</summary>
[GenerateSerializer, Immutable, Alias("chat.administration")]
public abstract record Administration;

/// <summary>Administrators add members to a group; those who are members already stay as they are.</summary>
/// <param name="Members">At most 64.</param>
[GenerateSerializer, Immutable, Alias("chat.add-members")]
public sealed record AddMembers([property: Id(0)] ImmutableArray<MemberName> Members) : Administration;

/// <summary>Administrators remove a member below their own role.</summary>
/// <param name="Account">Whom.</param>
[GenerateSerializer, Immutable, Alias("chat.remove-member")]
public sealed record RemoveMember([property: Id(0)] AccountId Account) : Administration;

/// <summary>A member leaves. Nobody leaves a direct conversation.</summary>
[GenerateSerializer, Immutable, Alias("chat.leave")]
public sealed record LeaveConversation : Administration;

/// <summary>The owner makes a member an administrator, or an administrator a member.</summary>
/// <param name="Account">Whom.</param>
/// <param name="Role"><see cref="MemberRole.Member"/> or <see cref="MemberRole.Administrator"/>.</param>
[GenerateSerializer, Immutable, Alias("chat.change-role")]
public sealed record ChangeRole([property: Id(0)] AccountId Account, [property: Id(1)] MemberRole Role) : Administration;

/// <summary>Administrators, and either of a direct conversation, change the settings.</summary>
/// <param name="Settings">As they shall be.</param>
[GenerateSerializer, Immutable, Alias("chat.change-settings")]
public sealed record ChangeSettings([property: Id(0)] ConversationSettings Settings) : Administration;

/// <summary>Administrators make a link by which anybody joins, in place of an earlier one, or take it away.</summary>
/// <param name="Token">Drawn by the caller: 32 hexadecimal digits; empty to have no link.</param>
[GenerateSerializer, Immutable, Alias("chat.change-link")]
public sealed record ChangeLink([property: Id(0)] string Token) : Administration;

/// <summary>Anybody who has the link joins.</summary>
/// <param name="Token">What the link says.</param>
/// <param name="Handle">How the one who joins is called.</param>
[GenerateSerializer, Immutable, Alias("chat.join")]
public sealed record JoinByLink([property: Id(0)] string Token, [property: Id(1)] string Handle) : Administration;

/// <summary>One of the two of a direct conversation blocks the other, or allows again: while blocked neither writes.</summary>
/// <param name="IsBlocked">Whether the other is blocked from now on.</param>
[GenerateSerializer, Immutable, Alias("chat.block-peer")]
public sealed record BlockPeer([property: Id(0)] bool IsBlocked) : Administration;
