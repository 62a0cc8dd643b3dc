using Orleans.Streams;

namespace OrleansLld.Chat;

/// <summary>A gateway's end of its stream: it keeps what came, in order.</summary>
internal sealed class ListeningGateway
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<GatewayBatch> _batches = [];
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ListeningGateway(Guid id) => Id = id;

    public Guid Id { get; }

    /// <summary>Whatever came so far.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_lock)
                return [.. _batches.SelectMany(batch => batch.Deliveries)];
        }
    }

    public static async Task<ListeningGateway> Start(IClusterClient client)
    {
        var gateway = new ListeningGateway(Guid.NewGuid());
        var stream = client.GetStreamProvider(GatewayBatch.ProviderName)
            .GetStream<GatewayBatch>(StreamId.Create(GatewayBatch.StreamNamespace, gateway.Id));
        await stream.SubscribeAsync((batch, _) =>
        {
            gateway.Take(batch);
            return Task.CompletedTask;
        });
        return gateway;
    }

    /// <summary>The first news of a kind that came and that are as asked; waits for them.</summary>
    public async Task<T> Next<T>(Func<T, bool>? asked = null)
        where T : ChatNews
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            Task came;
            lock (_lock)
            {
                var news = _batches.SelectMany(batch => batch.Deliveries).Select(delivery => delivery.News).OfType<T>();
                if (news.FirstOrDefault(one => asked?.Invoke(one) ?? true) is { } found)
                    return found;
                came = _came.Task;
            }

            await came.WaitAsync(patience.Token);
        }
    }

    private void Take(GatewayBatch batch)
    {
        TaskCompletionSource came;
        lock (_lock)
        {
            _batches.Add(batch);
            (came, _came) = (_came, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        came.SetResult();
    }
}
