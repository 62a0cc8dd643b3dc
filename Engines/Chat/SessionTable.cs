using System.Collections.Immutable;

namespace OrleansLld.Chat;

/// <summary>
/// Which devices of which accounts are connected to which gateways. A gateway holds all its sessions by one lease, so a heartbeat costs
/// one write however many they are, and those of a gateway that died end together.
/// </summary>
/// <remarks>
/// A device may be at two gateways for a while: it has reconnected, and the gateway that it left has not noticed. Each is a session of its
/// own, and the account is there as long as one of them is.
/// </remarks>
/// <param name="lease">How long a gateway's sessions hold after it was heard of.</param>
public sealed class SessionTable(TimeSpan lease)
{
    private readonly Dictionary<Guid, HeldGateway> _gateways = [];
    private readonly Dictionary<long, ImmutableArray<(Guid Gateway, Guid Device)>> _accounts = [];
    private DateTimeOffset _nextEnd = DateTimeOffset.MaxValue;

    /// <summary>How many accounts are there.</summary>
    public int Accounts => _accounts.Count;

    public bool IsOnline(long account) => _accounts.ContainsKey(account);

    /// <summary>Where an account is connected, each gateway once.</summary>
    public ImmutableArray<Guid> GatewaysOf(long account) =>
        _accounts.TryGetValue(account, out var sessions) ? [.. sessions.Select(session => session.Gateway).Distinct()] : [];

    /// <summary>Sessions began or ended on a gateway; or, when whole, those that began are all that it has.</summary>
    /// <returns>Which accounts came or went by it.</returns>
    public IReadOnlyList<PresenceTurn> Change(
        Guid gateway, bool isWhole, IEnumerable<ConnectedDevice> began, IEnumerable<ConnectedDevice> ended, DateTimeOffset now)
    {
        if (!_gateways.TryGetValue(gateway, out var held))
            _gateways[gateway] = held = new HeldGateway();
        Hold(held, now);
        var turns = new Turns(this);
        HashSet<ConnectedDevice> beginning = [.. began];
        foreach (var session in isWhole ? held.Sessions.Where(session => !beginning.Contains(session)).ToArray() : ended)
            turns.End(gateway, held, session);
        foreach (var session in beginning)
            turns.Begin(gateway, held, session);
        return turns.At(now);
    }

    /// <summary>A gateway is still there.</summary>
    /// <returns>False when it says another number than is known here; nothing is renewed then.</returns>
    public bool Renew(Guid gateway, int sessions, DateTimeOffset now)
    {
        if (!_gateways.TryGetValue(gateway, out var held))
            return sessions == 0;
        if (held.Sessions.Count != sessions)
            return false;
        Hold(held, now);
        return true;
    }

    /// <summary>Ends the sessions of gateways that were not heard of for the lease.</summary>
    /// <returns>Who went by it: they were last seen when their gateway was heard of.</returns>
    public IReadOnlyList<PresenceTurn> Expire(DateTimeOffset now)
    {
        if (now < _nextEnd)
            return [];
        var went = new List<PresenceTurn>();
        foreach (var (gateway, held) in _gateways.Where(entry => now - entry.Value.HeardAt >= lease).OrderBy(entry => entry.Value.HeardAt))
        {
            _gateways.Remove(gateway);
            var turns = new Turns(this);
            foreach (var session in held.Sessions.ToArray())
                turns.End(gateway, held, session);
            went.AddRange(turns.At(held.HeardAt));
        }

        _nextEnd = _gateways.Count == 0 ? DateTimeOffset.MaxValue : _gateways.Values.Min(held => held.HeardAt) + lease;
        return went;
    }

    /// <summary>Ends all sessions of an account.</summary>
    public IReadOnlyList<PresenceTurn> Close(long account, DateTimeOffset now)
    {
        var turns = new Turns(this);
        foreach (var (gateway, device) in _accounts.GetValueOrDefault(account, []))
            turns.End(gateway, _gateways[gateway], new ConnectedDevice(account, device));
        return turns.At(now);
    }

    /// <summary>Throws when the two views of the sessions differ.</summary>
    public void Check()
    {
        var byGateway = _gateways
            .SelectMany(entry => entry.Value.Sessions.Select(session => (session.Account, Gateway: entry.Key, session.Device))).ToHashSet();
        var byAccount = _accounts
            .SelectMany(entry => entry.Value.Select(session => (entry.Key, session.Gateway, session.Device))).ToList();
        if (byAccount.Count != byGateway.Count || !byGateway.SetEquals(byAccount))
            throw new InvalidOperationException("The sessions of gateways and of accounts differ.");
        if (_accounts.Values.Any(sessions => sessions.IsEmpty))
            throw new InvalidOperationException("Somebody is there without a session.");
        if (_gateways.Values.Any(held => held.HeardAt + lease < _nextEnd))
            throw new InvalidOperationException("A lease ends unseen.");
    }

    private void Hold(HeldGateway held, DateTimeOffset now)
    {
        held.HeardAt = now;
        if (now + lease < _nextEnd)
            _nextEnd = now + lease;
    }

    private sealed class HeldGateway
    {
        public readonly HashSet<ConnectedDevice> Sessions = [];
        public DateTimeOffset HeardAt;
    }

    /// <summary>What one step does to accounts: who is there before and after it came nor went.</summary>
    private sealed class Turns(SessionTable table)
    {
        private readonly Dictionary<long, bool> _before = [];

        public void Begin(Guid gateway, HeldGateway held, ConnectedDevice session)
        {
            if (!held.Sessions.Add(session))
                return;
            Note(session.Account);
            table._accounts[session.Account] =
                table._accounts.GetValueOrDefault(session.Account, []).Add((gateway, session.Device));
        }

        public void End(Guid gateway, HeldGateway held, ConnectedDevice session)
        {
            if (!held.Sessions.Remove(session))
                return;
            Note(session.Account);
            var left = table._accounts[session.Account].Remove((gateway, session.Device));
            if (left.IsEmpty)
                table._accounts.Remove(session.Account);
            else
                table._accounts[session.Account] = left;
        }

        public IReadOnlyList<PresenceTurn> At(DateTimeOffset time) =>
        [
            .. from entry in _before
               let isOnline = table.IsOnline(entry.Key)
               where isOnline != entry.Value
               orderby entry.Key
               select new PresenceTurn(entry.Key, isOnline, time),
        ];

        private void Note(long account) => _before.TryAdd(account, table.IsOnline(account));
    }
}

/// <summary>A device of an account.</summary>
public readonly record struct ConnectedDevice(long Account, Guid Device);

/// <summary>An account came or went.</summary>
/// <param name="Account">Who.</param>
/// <param name="IsOnline">Whether it is there now.</param>
/// <param name="At">Since when; of one who went: when it was last seen.</param>
public readonly record struct PresenceTurn(long Account, bool IsOnline, DateTimeOffset At);
