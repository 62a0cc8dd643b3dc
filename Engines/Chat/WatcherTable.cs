namespace OrleansLld.Chat;

/// <summary>Which gateways want to hear of which accounts, each for a while.</summary>
/// <param name="lease">How long without being asked again.</param>
public sealed class WatcherTable(TimeSpan lease)
{
    private readonly Dictionary<long, Dictionary<Guid, DateTimeOffset>> _untilByAccount = [];

    public void Watch(Guid gateway, long account, DateTimeOffset now)
    {
        if (!_untilByAccount.TryGetValue(account, out var watchers))
            _untilByAccount[account] = watchers = [];
        watchers[gateway] = now + lease;
    }

    public bool IsWatched(long account) => _untilByAccount.ContainsKey(account);

    /// <summary>Who is to be told, in the order of the gateways.</summary>
    public IReadOnlyList<Guid> Of(long account, DateTimeOffset now) =>
        _untilByAccount.TryGetValue(account, out var watchers)
            ? [.. watchers.Where(watcher => now < watcher.Value).Select(watcher => watcher.Key).Order()]
            : [];

    /// <summary>Forgets whose time is over; looks at all.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var (account, watchers) in _untilByAccount)
        {
            foreach (var (gateway, until) in watchers)
            {
                if (now >= until)
                    watchers.Remove(gateway);
            }

            if (watchers.Count == 0)
                _untilByAccount.Remove(account);
        }
    }
}
