namespace OrleansLld;

/// <summary>A gateway may start before any silo: it tries again each second until it is told to stop.</summary>
internal sealed partial class ReconnectUntilStopped(TimeProvider time, ILogger<ReconnectUntilStopped> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        NoSilo(log, exception.Message);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
