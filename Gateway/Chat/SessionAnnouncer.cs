using System.Threading.Channels;
using OrleansLld.Gateways;

namespace OrleansLld.Chat;

/// <summary>
/// Tells the registry which devices are connected here: changes gathered for a moment and by shard, and every half minute that all of them
/// still are. A shard that began anew, or knows others for another reason, is told the whole, and its connections to synchronise: nobody
/// could find them meanwhile.
/// </summary>
internal sealed partial class SessionAnnouncer(
    IGrainFactory grains, ChatConnections connections, GatewayIdentity identity, TimeProvider time, ILogger<SessionAnnouncer> log)
    : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    // A device may be connected more than once; only its first and its last connection are news.
    private readonly Dictionary<Session, int> _sessions = [];
    private readonly List<SessionTurn> _waiting = [];
    private readonly HashSet<long> _unknown = [];
    private readonly Channel<long> _anew = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });
    private long _renewedAt;

    /// <summary>A shard asks who is connected here. Called from any thread.</summary>
    public void TellAnew(long shard) => _anew.Writer.TryWrite(shard);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _renewedAt = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var due = IPresenceShardGrain.Heartbeat - time.GetElapsedTime(_renewedAt);
            var changed = connections.Turns.WaitToReadAsync(stoppingToken).AsTask();
            var asked = _anew.Reader.WaitToReadAsync(stoppingToken).AsTask();
            if (due > TimeSpan.Zero && _unknown.Count == 0)
                await Task.WhenAny(changed, asked, Task.Delay(due, time, stoppingToken));
            await Task.Delay(_unknown.Count == 0 ? Pace : RetryAfter, time, stoppingToken);
            await Announce(stoppingToken);
            await AnswerShards(stoppingToken);
            if (time.GetElapsedTime(_renewedAt) >= IPresenceShardGrain.Heartbeat)
                await Renew(stoppingToken);
        }
    }

    private async Task Announce(CancellationToken cancellationToken)
    {
        var (began, ended, turns) = (new List<Session>(), new List<Session>(), new List<SessionTurn>());
        while (connections.Turns.TryRead(out var turn))
        {
            turns.Add(turn);
            var count = _sessions.GetValueOrDefault(turn.Session) + (turn.HasBegun ? 1 : -1);
            if (count > 0)
                _sessions[turn.Session] = count;
            else
                _sessions.Remove(turn.Session);
            if (turn.HasBegun && count == 1)
                began.Add(turn.Session);
            else if (count == 0)
                ended.Add(turn.Session);
        }

        // Whoever came and left within the moment is told as it is now.
        began.RemoveAll(session => !_sessions.ContainsKey(session));
        ended.RemoveAll(_sessions.ContainsKey);
        HashSet<long> unknown = [.. _unknown];
        var shards = began.Concat(ended).Select(ShardOf).Concat(unknown).ToHashSet();
        await Task.WhenAll(shards.Select(shard => unknown.Contains(shard)
            ? TellWhole(shard, cancellationToken)
            : Tell(shard, new SessionChange(identity.Id, false, [.. Of(began, shard)], [.. Of(ended, shard)]), cancellationToken)));
        _waiting.AddRange(turns);
        foreach (var turn in _waiting.Where(turn => !_unknown.Contains(ShardOf(turn.Session))))
            turn.Announced.TrySetResult();
        _waiting.RemoveAll(turn => turn.Announced.Task.IsCompleted);
    }

    private async Task AnswerShards(CancellationToken cancellationToken)
    {
        var asking = new HashSet<long>();
        while (_anew.Reader.TryRead(out var shard))
            asking.Add(shard);
        await Task.WhenAll(asking.Select(shard => TellWhole(shard, cancellationToken)));
    }

    private async Task Renew(CancellationToken cancellationToken)
    {
        _renewedAt = time.GetTimestamp();
        var counts = _sessions.Keys.GroupBy(ShardOf).ToDictionary(shard => shard.Key, shard => shard.Count());
        await Task.WhenAll(counts.Select(async shard =>
        {
            try
            {
                if (!await grains.GetGrain<IPresenceShardGrain>(shard.Key).Renew(identity.Id, shard.Value, cancellationToken))
                    await TellWhole(shard.Key, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Missed(shard.Key, failure);
            }
        }));
    }

    private async Task TellWhole(long shard, CancellationToken cancellationToken)
    {
        var all = Of(_sessions.Keys, shard).ToHashSet();
        await Tell(shard, new SessionChange(identity.Id, true, [.. all], []), cancellationToken);
        foreach (var connection in connections.All.Where(connection => all.Contains(connection.Session)))
            connection.Offer(client => client.Resync());
    }

    private async Task Tell(long shard, SessionChange change, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IPresenceShardGrain>(shard).Change(change, cancellationToken);
            lock (_unknown)
                _unknown.Remove(shard);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Missed(shard, failure);
        }
    }

    // What the shard knows now is uncertain: it is told the whole next.
    private void Missed(long shard, Exception failure)
    {
        lock (_unknown)
            _unknown.Add(shard);
        LogNotTold(log, shard, failure.Message);
    }

    private static IEnumerable<Session> Of(IEnumerable<Session> sessions, long shard) =>
        sessions.Where(session => ShardOf(session) == shard);

    private static long ShardOf(Session session) => IPresenceShardGrain.ShardOf(session.Account);
}
