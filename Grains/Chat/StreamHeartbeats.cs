using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansLld.Gateways;

namespace OrleansLld.Chat;

/// <summary>Lets every gateway that the cluster knows hear from this silo over its stream now and then.</summary>
internal sealed partial class StreamHeartbeats(
    IClusterClient client, GatewayOutbox outbox, TimeProvider time, ILogger<StreamHeartbeats> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var directory = await client.GetGrain<IGatewayDirectoryGrain>(IGatewayDirectoryGrain.Key).List(stoppingToken);
                foreach (var gateway in directory.Gateways)
                    outbox.OfferHeartbeat(gateway.Notice.Id);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogMissed(log, failure.Message);
            }
        }
    }
}
