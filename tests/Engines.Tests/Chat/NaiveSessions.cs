namespace OrleansLld.Chat;

/// <summary>The same as a <see cref="SessionTable"/>, by going through everything each time.</summary>
internal sealed class NaiveSessions(TimeSpan lease)
{
    private readonly Dictionary<Guid, DateTimeOffset> _heardAt = [];
    private HashSet<(Guid Gateway, ConnectedDevice Device)> _sessions = [];

    public HashSet<PresenceTurn> Change(
        Guid gateway, bool isWhole, ConnectedDevice[] began, ConnectedDevice[] ended, DateTimeOffset now)
    {
        _heardAt[gateway] = now;
        return Step(now, sessions => [.. sessions
            .Where(session => session.Gateway != gateway || !(isWhole || ended.Contains(session.Device)))
            .Concat(began.Select(device => (gateway, device)))]);
    }

    public bool Renew(Guid gateway, int sessions, DateTimeOffset now)
    {
        if (_sessions.Count(session => session.Gateway == gateway) != sessions)
            return false;
        if (_heardAt.ContainsKey(gateway))
            _heardAt[gateway] = now;
        return true;
    }

    public HashSet<PresenceTurn> Close(long account, DateTimeOffset now) =>
        Step(now, sessions => [.. sessions.Where(session => session.Device.Account != account)]);

    public HashSet<PresenceTurn> Expire(DateTimeOffset now)
    {
        HashSet<PresenceTurn> turns = [];
        foreach (var (gateway, heardAt) in _heardAt.Where(entry => now - entry.Value >= lease).OrderBy(entry => entry.Value).ToArray())
        {
            _heardAt.Remove(gateway);
            turns.UnionWith(Step(heardAt, sessions => [.. sessions.Where(session => session.Gateway != gateway)]));
        }

        return turns;
    }

    public IEnumerable<Guid> GatewaysOf(long account) =>
        _sessions.Where(session => session.Device.Account == account).Select(session => session.Gateway).Distinct().Order();

    private HashSet<PresenceTurn> Step(
        DateTimeOffset at, Func<HashSet<(Guid Gateway, ConnectedDevice Device)>, HashSet<(Guid, ConnectedDevice)>> change)
    {
        var before = Present();
        _sessions = change(_sessions);
        var after = Present();
        return
        [
            .. after.Except(before).Select(account => new PresenceTurn(account, true, at)),
            .. before.Except(after).Select(account => new PresenceTurn(account, false, at)),
        ];
    }

    private HashSet<long> Present() => [.. _sessions.Select(session => session.Device.Account)];
}
