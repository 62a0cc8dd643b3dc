using System.Collections.Concurrent;

namespace OrleansLld.Exchange;

/// <summary>
/// This gateway's subscription to one market, shared by all connections that watch it. The runtime holds observers weakly: whoever
/// makes one keeps it. The market's lease on the subscription ends by itself when the feed is no longer renewed.
/// </summary>
internal sealed class MarketFeed(ListedMarket market, IGrainFactory grains, TimeProvider time) : IMarketObserver, IDisposable
{
    // Half the lease: one renewal may fail.
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, LiveConnection> _watchers = new();
    private readonly SemaphoreSlim _renewing = new(1);
    private IMarketObserver? _reference;
    private long _renewedAt;
    private long _received;
    private long _sentBeforeRenewal;

    public bool IsWatched => !_watchers.IsEmpty;

    public void Add(LiveConnection connection) => _watchers[connection.Id] = connection;

    public void Remove(LiveConnection connection) => _watchers.TryRemove(connection.Id, out _);

    public Task Updated(MarketUpdate update)
    {
        Volatile.Write(ref _received, update.LastSequence);
        var live = LiveUpdate.Of(market, update);
        foreach (var watcher in _watchers.Values)
            watcher.Offer(live);

        return Task.CompletedTask;
    }

    /// <summary>Subscribes unless that was done of late; completes when updates come.</summary>
    public async Task EnsureSubscribed(CancellationToken cancellationToken)
    {
        if (_reference is null || time.GetElapsedTime(Volatile.Read(ref _renewedAt)) > TrustedFor)
            await Renew(cancellationToken);
    }

    /// <summary>
    /// Subscribes or renews. An update that was sent before the last renewal and is still not here was lost on the way, and with no
    /// update behind it nobody would notice: so whoever watches is told.
    /// </summary>
    public async Task Renew(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            var isFirst = _reference is null;
            _reference ??= grains.CreateObjectReference<IMarketObserver>(this);
            var sent = await market.Data.Subscribe(_reference, cancellationToken);
            Volatile.Write(ref _renewedAt, time.GetTimestamp());
            var isMissing = !isFirst && Volatile.Read(ref _received) < _sentBeforeRenewal;
            if (isFirst || isMissing)
                Volatile.Write(ref _received, Math.Max(sent, Volatile.Read(ref _received)));

            _sentBeforeRenewal = sent;
            if (isMissing)
                await Task.WhenAll(_watchers.Values.Select(watcher => watcher.TellLost(market.Symbol)));
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose() => _renewing.Dispose();
}
