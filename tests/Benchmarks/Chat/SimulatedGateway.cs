using Orleans.Streams;

namespace OrleansLld.Chat;

/// <summary>A gateway's end of its stream with listeners to a channel, each of which sees to it that nothing is missing.</summary>
internal sealed class SimulatedGateway
{
    /// <summary>How many connections one has.</summary>
    public const int ListenersMax = 10_000;

    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly long[] _shown;
    private readonly ConversationId _channel;
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SimulatedGateway(ConversationId channel, int listeners, long head)
    {
        (_channel, _shown) = (channel, new long[listeners]);
        Array.Fill(_shown, head);
    }

    /// <summary>Starts as many as it takes for the listeners, two at least, and enters them in the channel's audience.</summary>
    public static async Task<IReadOnlyList<SimulatedGateway>> Start(
        IClusterClient client, ConversationId channel, int listeners, long head, CancellationToken cancellationToken)
    {
        var count = Math.Max(2, (listeners + ListenersMax - 1) / ListenersMax);
        var gateways = new List<SimulatedGateway>();
        for (var number = 0; number < count; number++)
        {
            var (id, share) = (Guid.NewGuid(), (listeners + number) / count);
            var gateway = new SimulatedGateway(channel, share, head);
            await client.GetStreamProvider(GatewayBatch.ProviderName)
                .GetStream<GatewayBatch>(StreamId.Create(GatewayBatch.StreamNamespace, id))
                .SubscribeAsync((batch, _) =>
                {
                    gateway.Take(batch);
                    return Task.CompletedTask;
                });
            await client.GetGrain<IChannelAudienceGrain>(channel.ToString()).Listen(id, share, cancellationToken);
            gateways.Add(gateway);
        }

        return gateways;
    }

    /// <summary>Waits until every listener has an entry.</summary>
    public async Task UntilShown(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task came;
            lock (_lock)
            {
                if (_shown[^1] >= sequence)
                    return;
                came = _came.Task;
            }

            await came.WaitAsync(PatienceMax, cancellationToken);
        }
    }

    private void Take(GatewayBatch batch)
    {
        TaskCompletionSource came;
        lock (_lock)
        {
            foreach (var news in batch.Deliveries.Select(delivery => delivery.News).OfType<EntriesNews>())
                if (news.Conversation == _channel)
                    foreach (var entry in news.Entries)
                        Show(entry.Sequence);
            (came, _came) = (_came, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        came.TrySetResult();
    }

    private void Show(long sequence)
    {
        for (var listener = 0; listener < _shown.Length; listener++)
        {
            if (_shown[listener] + 1 != sequence)
                throw new InvalidOperationException($"After {_shown[listener]} came {sequence}.");
            _shown[listener] = sequence;
        }
    }
}
