using Orleans.Streams;
using OrleansLld.Gateways;

namespace OrleansLld.Chat;

/// <summary>
/// This gateway's end of its stream. Every silo is heard of every few seconds; when nothing comes for too long, the subscription is made
/// anew. Whenever something may have been missed, all connections are told to synchronise.
/// </summary>
internal sealed partial class GatewayStream(
    IClusterClient client, GatewayIdentity identity, NewsDelivery delivery, TimeProvider time, ILogger<GatewayStream> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilentMax = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _numbers = [];
    private StreamSubscriptionHandle<GatewayBatch>? _subscription;
    private long _heardAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                if (_subscription is null || time.GetElapsedTime(Volatile.Read(ref _heardAt)) > SilentMax)
                    await Subscribe();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotSubscribed(log, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_subscription is not { } subscription)
            return;
        try
        {
            await subscription.UnsubscribeAsync().WaitAsync(LookEvery, time, cancellationToken);
        }
        catch (Exception failure) when (
            failure is OrleansException or TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            LogNotSubscribed(log, failure.Message);
        }
    }

    private async Task Subscribe()
    {
        var stream = client.GetStreamProvider(GatewayBatch.ProviderName)
            .GetStream<GatewayBatch>(StreamId.Create(GatewayBatch.StreamNamespace, identity.Id));
        foreach (var old in await stream.GetAllSubscriptionHandles())
            await old.UnsubscribeAsync();
        var isFirst = _subscription is null;
        _subscription = await stream.SubscribeAsync((batch, _) =>
        {
            Take(batch);
            return Task.CompletedTask;
        });
        Volatile.Write(ref _heardAt, time.GetTimestamp());
        if (isFirst)
            return;
        LogSubscribedAnew(log);
        delivery.ResyncAll();
    }

    private void Take(GatewayBatch batch)
    {
        Volatile.Write(ref _heardAt, time.GetTimestamp());
        bool hasGap;
        lock (_lock)
        {
            // A sender that is new here numbers from 1; what it sent before this gateway listened was missed like anything else.
            var last = _numbers.GetValueOrDefault(batch.Sender);
            hasGap = batch.Number > last + 1;
            if (last >= batch.Number)
                return;
            _numbers[batch.Sender] = batch.Number;
        }

        if (hasGap)
            delivery.ResyncAll();
        foreach (var one in batch.Deliveries)
            delivery.Deliver(one);
    }
}
