using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>Reads what clients want to change of a conversation; handles become accounts here.</summary>
internal sealed class Administrations(IGrainFactory grains)
{
    private const int HandlesMax = 64;

    public async Task<Administration> Read(ConversationChange change, Caller caller, CancellationToken cancellationToken) =>
        change.Kind switch
        {
            "add" => new AddMembers(await Names(change.Handles ?? [], cancellationToken)),
            "remove" => new RemoveMember(AccountOf(change.Account)),
            "leave" => new LeaveConversation(),
            "promote" => new ChangeRole(AccountOf(change.Account), MemberRole.Administrator),
            "demote" => new ChangeRole(AccountOf(change.Account), MemberRole.Member),
            "settings" when change.Settings is { } settings => new ChangeSettings(ChatViews.Read(settings)),
            "link" => new ChangeLink(change.Token ?? ""),
            "unlink" => new ChangeLink(""),
            "join" => new JoinByLink(change.Token ?? "", caller.Handle),
            _ => throw HubRefusal.Of("invalid-change", "There is no such change of a conversation."),
        };

    /// <summary>Whose these handles are.</summary>
    public async Task<ImmutableArray<MemberName>> Names(string[] handles, CancellationToken cancellationToken)
    {
        if (handles.Length > HandlesMax)
            throw ChatRefusals.Of(ChatRefusal.Full);
        return [.. await Task.WhenAll(handles.Select(handle => Name(handle, cancellationToken)))];
    }

    public async Task<MemberName> Name(string handle, CancellationToken cancellationToken)
    {
        var profile = Handles.IsWellFormed(handle)
            ? await grains.GetGrain<IAccountGrain>(Handles.KeyOf(handle)).Profile(cancellationToken)
            : null;
        return profile is null
            ? throw HubRefusal.Of("no-such-account", $"Nobody is called {(Handles.IsWellFormed(handle) ? handle : "that")} here.")
            : new MemberName(profile.Id, profile.Handle);
    }

    public static AccountId AccountOf(string? text)
    {
        try
        {
            return AccountId.Parse(text ?? "");
        }
        catch (FormatException)
        {
            throw ChatRefusals.Of(ChatRefusal.NoSuchMember);
        }
    }
}
