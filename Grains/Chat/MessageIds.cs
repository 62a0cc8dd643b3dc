using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The ids of this silo's messages. The node number in them is leased (<see cref="INodeNumbersGrain"/>), and no id is made for a moment
/// that
/// the lease does not cover.
/// </summary>
internal sealed class MessageIds(IGrainFactory grains, SiloMark silo, TimeProvider time)
{
    /// <summary>As far as the clocks of two silos may differ.</summary>
    public static readonly TimeSpan ClocksApart = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private NodeNumber? _number;
    private Snowflakes? _ids;
    private Task? _renewing;

    /// <summary>Completes when ids can be made; at once as long as the lease has a third of its time left.</summary>
    public Task Ready()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var left = _number is null ? TimeSpan.Zero : _number.Until - ClocksApart - now;
            if (left > INodeNumbersGrain.Lease / 3)
                return Task.CompletedTask;
            _renewing ??= Renew();
            return left > TimeSpan.Zero ? Task.CompletedTask : _renewing;
        }
    }

    /// <exception cref="StorageUnavailableException">The lease has ended and could not be renewed.</exception>
    public Stamp Next()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_ids is null || now >= _number!.Until - ClocksApart)
                throw new StorageUnavailableException("This silo has no node number for message ids just now.");
            return new Stamp(_ids.Next(now), now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)));
        }
    }

    private async Task Renew()
    {
        // Whoever waits holds the lock until this first await.
        await Task.Yield();
        try
        {
            var number = await grains.GetGrain<INodeNumbersGrain>(INodeNumbersGrain.Key).Take(silo.Value, CancellationToken.None);
            lock (_lock)
            {
                if (_number?.Value != number.Value)
                    _ids = new Snowflakes(number.Value, number.IdsAbove);
                _number = number;
            }
        }
        finally
        {
            lock (_lock)
                _renewing = null;
        }
    }
}
