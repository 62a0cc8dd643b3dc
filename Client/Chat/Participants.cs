using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>Who is meant by a handle, and how somebody is called.</summary>
internal sealed class Participants(IGrainFactory grains)
{
    private readonly Dictionary<AccountId, string> _handles = [];

    /// <summary>Whose a handle is.</summary>
    public async Task<(MemberName? Name, Failure? Failure)> Find(string handle, CancellationToken cancellationToken)
    {
        var profile = Handles.IsWellFormed(handle)
            ? await grains.GetGrain<IAccountGrain>(Handles.KeyOf(handle)).Profile(cancellationToken)
            : null;
        return profile is null
            ? (null, new Failure(ExitCode.Refused, "no-such-account", $"Nobody is called {handle}."))
            : (new MemberName(profile.Id, profile.Handle), null);
    }

    public async Task<(List<MemberName> Names, Failure? Failure)> Find(
        IReadOnlyCollection<string> handles, CancellationToken cancellationToken)
    {
        var names = new List<MemberName>();
        foreach (var handle in handles)
        {
            var (name, failure) = await Find(handle, cancellationToken);
            if (failure is not null)
                return ([], failure);
            names.Add(name!);
        }

        return (names, null);
    }

    /// <summary>How an account is called; its number where that is not known.</summary>
    public async Task<string> HandleOf(AccountId account, CancellationToken cancellationToken)
    {
        if (!_handles.TryGetValue(account, out var handle))
            _handles[account] = handle = await grains.GetGrain<IAccountNameGrain>(account.Value).Find(cancellationToken) ?? $"{account}";
        return handle;
    }

    public async Task<MemberName> NameOf(AccountId account, CancellationToken cancellationToken) =>
        new(account, await HandleOf(account, cancellationToken));

    /// <summary>Which conversation is meant by an id, or by the handle of the other one.</summary>
    public async Task<(ConversationId Id, Failure? Failure)> Conversation(AccountId me, string target, CancellationToken cancellationToken)
    {
        if (ConversationId.TryParse(target, out var id))
            return (id, null);
        var (name, failure) = await Find(target, cancellationToken);
        if (failure is not null)
            return (default, failure);
        return name!.Account == me
            ? (default, ChatWords.Refused(ChatRefusal.InvalidSettings))
            : (ConversationId.Between(me, name.Account), null);
    }
}
