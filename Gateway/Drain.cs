using Microsoft.Extensions.Options;
using OrleansLld.Gateways;

namespace OrleansLld;

/// <summary>
/// The time between being told to stop and stopping, in which callers leave for other gateways and nobody is refused: the process says
/// that it is not ready, hub connections are asked to reconnect, and each answer closes its connection.
/// </summary>
internal sealed class Drain(
    GatewayAnnouncer announcer, HubConnections hubs, IOptions<GatewayOptions> options, IConfiguration configuration, TimeProvider time)
    : IDisposable
{
    private readonly CancellationTokenSource _cutShort = new();
    private int _begun;

    public bool HasBegun => Volatile.Read(ref _begun) == 1;

    /// <summary>Completes when the process may stop. A second call ends the first.</summary>
    public async Task Run()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 1)
        {
            await _cutShort.CancelAsync();
            return;
        }

        // Nobody could take over from a process that is alone.
        if (!options.Value.Enabled || !configuration.IsClustered)
            return;

        var duration = TimeSpan.FromSeconds(options.Value.DrainSeconds);
        await announcer.Leave();
        // Over half the time, so that the others do not get them all at once.
        var leaving = hubs.SendElsewhere(duration / 2, _cutShort.Token);
        await Task.Delay(duration, time, _cutShort.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await leaving;
    }

    public void Dispose() => _cutShort.Dispose();
}

internal static class Draining
{
    public static void AddDrain(this IServiceCollection services)
    {
        services.AddSingleton<Drain>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<IHostLifetime, GracefulStop>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    /// <summary>Asks callers to leave once the drain has begun. Stands first, because some endpoints are answered by the routing.</summary>
    public static void UseDrain(this IApplicationBuilder app)
    {
        var drain = app.ApplicationServices.GetRequiredService<Drain>();
        app.Use((context, next) =>
        {
            if (drain.HasBegun)
                context.Response.OnStarting(Close, context.Response);
            return next(context);
        });
    }

    private static Task Close(object state)
    {
        var response = (HttpResponse)state;
        if (response.StatusCode != StatusCodes.Status101SwitchingProtocols)
            response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
