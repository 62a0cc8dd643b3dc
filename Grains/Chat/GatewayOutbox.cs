using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace OrleansLld.Chat;

/// <summary>
/// What the grains of this silo have for the gateways: gathered while a publish is under way, so that a busy silo sends few large batches
/// and a quiet one sends at once. It is the live copy only: what does not fit is dropped, and the gap in the numbers tells the gateway.
/// </summary>
/// <param name="client">Publishes to the streams.</param>
/// <param name="silo">Numbers its batches.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Tells of batches that could not be sent.</param>
internal sealed partial class GatewayOutbox(IClusterClient client, SiloMark silo, TimeProvider time, ILogger<GatewayOutbox> log)
    : BackgroundService
{
    private const int WaitingMax = 65_536;
    private const int DeliveriesPerBatchMax = 1_000;
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);

    private readonly Channel<(Guid Gateway, Delivery? Delivery)> _waiting = Channel.CreateBounded<(Guid, Delivery?)>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private readonly Dictionary<Guid, Lane> _lanes = [];
    private int _dropped;

    /// <summary>Sends something to a gateway soon. Never waits; called from any thread.</summary>
    public void Offer(Guid gateway, Delivery delivery)
    {
        if (!_waiting.Writer.TryWrite((gateway, delivery)))
            Interlocked.Exchange(ref _dropped, 1);
    }

    /// <summary>Sends a batch without deliveries, by which a gateway knows that its stream works.</summary>
    public void OfferHeartbeat(Guid gateway) => _waiting.Writer.TryWrite((gateway, null));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reader = _waiting.Reader;
        while (await reader.WaitToReadAsync(stoppingToken))
        {
            // Whatever was dropped, every gateway may have missed it.
            if (Interlocked.Exchange(ref _dropped, 0) == 1)
                foreach (var lane in _lanes.Values)
                    lane.Number++;
            var batches = new Dictionary<Guid, List<Delivery>>();
            for (var taken = 0; taken < WaitingMax && reader.TryRead(out var next); taken++)
            {
                if (!batches.TryGetValue(next.Gateway, out var batch))
                    batches[next.Gateway] = batch = [];
                if (next.Delivery is { } delivery)
                    batch.Add(delivery);
            }

            await Task.WhenAll(batches.Select(batch => Publish(batch.Key, batch.Value)));
            ForgetSilent();
        }
    }

    private async Task Publish(Guid gateway, List<Delivery> deliveries)
    {
        if (!_lanes.TryGetValue(gateway, out var lane))
        {
            var stream = client.GetStreamProvider(GatewayBatch.ProviderName)
                .GetStream<GatewayBatch>(StreamId.Create(GatewayBatch.StreamNamespace, gateway));
            _lanes[gateway] = lane = new Lane(stream);
        }

        lane.UsedAt = time.GetTimestamp();
        try
        {
            var from = 0;
            do
            {
                var part = deliveries.Skip(from).Take(DeliveriesPerBatchMax);
                await lane.Stream.OnNextAsync(new GatewayBatch(++lane.Number, silo.Value, [.. part]));
                from += DeliveriesPerBatchMax;
            }
            while (from < deliveries.Count);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotSent(log, gateway, failure.Message);
        }
    }

    private void ForgetSilent()
    {
        foreach (var (gateway, lane) in _lanes)
            if (time.GetElapsedTime(lane.UsedAt) > ForgetAfter)
                _lanes.Remove(gateway);
    }

    private sealed class Lane(IAsyncStream<GatewayBatch> stream)
    {
        public IAsyncStream<GatewayBatch> Stream => stream;

        public long Number { get; set; }

        public long UsedAt { get; set; }
    }
}
