using System.Collections.Concurrent;

namespace OrleansLld.Accounts;

/// <summary>
/// Whether the account of a token is deleted: the account's answer, remembered for a few seconds. A token says by itself who it was given
/// to, but not that this account is still there.
/// </summary>
internal sealed class DeletedAccounts(IGrainFactory grains, TimeProvider time)
{
    /// <summary>How much longer a deleted account's tokens may open a gateway that it was not deleted at.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private const int EntriesMax = 20_000;

    private readonly ShortLivedCache<AccountId, bool> _known = new(EntriesMax, Lifetime, time);
    private readonly ConcurrentDictionary<AccountId, Lazy<Task<bool>>> _asking = new();

    /// <summary>The account was deleted here and now.</summary>
    public void Add(AccountId account) => _known.Set(account, true);

    public ValueTask<bool> Contain(Caller caller, CancellationToken cancellationToken) =>
        _known.TryGet(caller.Id, out var isDeleted) ? new(isDeleted) : Ask(caller, cancellationToken);

    // All who ask at the same time share one call.
    private async ValueTask<bool> Ask(Caller caller, CancellationToken cancellationToken)
    {
        var answer = _asking.GetOrAdd(caller.Id, _ => new Lazy<Task<bool>>(() => AskGrain(caller)));
        return await answer.Value.WaitAsync(cancellationToken);
    }

    private async Task<bool> AskGrain(Caller caller)
    {
        try
        {
            var isDeleted = await grains.GetGrain<IAccountGrain>(Handles.KeyOf(caller.Handle)).IsOver(caller.Id, CancellationToken.None);
            _known.Set(caller.Id, isDeleted);
            return isDeleted;
        }
        finally
        {
            _asking.TryRemove(caller.Id, out _);
        }
    }
}
