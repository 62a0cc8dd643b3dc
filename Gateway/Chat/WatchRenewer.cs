namespace OrleansLld.Chat;

/// <summary>Tells the cluster again and again what connections here have open, so that it need not be told when a gateway dies.</summary>
internal sealed partial class WatchRenewer(OpenConversations open, TimeProvider time, ILogger<WatchRenewer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IChannelAudienceGrain.Heartbeat, time);
        for (var round = 1; await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            try
            {
                await open.Renew(withPresence: round % 3 == 0, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotRenewed(log, failure.Message);
            }
        }
    }
}
