using Microsoft.Extensions.Options;
using OrleansLld.ObjectStore;

namespace OrleansLld.Gateways;

/// <summary>Announces this gateway from the moment that it listens until it begins to stop, and hears of the others by it.</summary>
internal sealed partial class GatewayAnnouncer(
    IGrainFactory grains,
    GatewayIdentity identity,
    KnownGateways known,
    OpenConnections connections,
    ObjectStoreAddress objects,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<GatewayAnnouncer> log) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _leaving = new();
    private Task _announcing = Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
            _announcing = Announce();

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Leave();

    /// <summary>Sends clients elsewhere from now on; whoever is here is still served. May be called again.</summary>
    public async Task Leave()
    {
        if (_leaving.IsCancellationRequested || !options.Value.Enabled)
            return;

        known.Leave();
        await _leaving.CancelAsync();
        await _announcing;
        await Tell(directory => directory.Leave(identity.Id, CancellationToken.None));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _leaving.Dispose();

    private async Task Announce()
    {
        using var timer = new PeriodicTimer(IGatewayDirectoryGrain.Heartbeat, time);
        try
        {
            do
                await Tell(async directory => Take(await directory.Announce(Notice, CancellationToken.None)));
            while (await timer.WaitForNextTickAsync(_leaving.Token));
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // It was told to leave.
        }
    }

    private void Take(GatewayDirectory directory)
    {
        if (!_leaving.IsCancellationRequested)
            known.Take(directory, time.GetUtcNow());
    }

    private GatewayNotice Notice =>
        new(identity.Id, $"{Environment.MachineName}:{Environment.ProcessId}", known.Own, House.Version, connections.Count, objects.Own);

    // A heartbeat that fails is followed by the next; the lease outlasts two of them.
    private async Task Tell(Func<IGatewayDirectoryGrain, Task> call)
    {
        try
        {
            await call(grains.GetGrain<IGatewayDirectoryGrain>(IGatewayDirectoryGrain.Key)).WaitAsync(AnswerWithin, time);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotHeard(log, failure.Message);
        }
    }
}
