using System.Runtime.InteropServices;

namespace OrleansLld;

/// <summary>Ends the process on SIGTERM, SIGINT and SIGQUIT, after the drain. A second signal ends the drain.</summary>
internal sealed class GracefulStop(IServiceProvider services, IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _signals.Add(PosixSignalRegistration.Create(signal, Stop));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _ = StopAfterDrain();
    }

    private async Task StopAfterDrain()
    {
        await services.GetRequiredService<Drain>().Run();
        lifetime.StopApplication();
    }
}
