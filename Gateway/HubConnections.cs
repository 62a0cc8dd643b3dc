using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace OrleansLld;

/// <summary>The hub connections of this process, of all systems, to be sent elsewhere before it stops.</summary>
internal sealed class HubConnections(TimeProvider time) : IHubFilter
{
    private readonly ConcurrentDictionary<string, IConnectionLifetimeNotificationFeature> _open = new();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (context.Context.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
            _open[context.Context.ConnectionId] = lifetime;
        await next(context);
    }

    public Task OnDisconnectedAsync(
        HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        _open.TryRemove(context.Context.ConnectionId, out _);
        return next(context, exception);
    }

    /// <summary>Closes each with the word that it may reconnect, spread over the time; at once when that is cut short.</summary>
    public async Task SendElsewhere(TimeSpan within, CancellationToken cutShort)
    {
        var (since, sent, all) = (time.GetTimestamp(), 0, _open.Count);
        foreach (var (id, lifetime) in _open)
        {
            var due = within * sent++ / Math.Max(1, all) - time.GetElapsedTime(since);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, time, cutShort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_open.TryRemove(id, out _))
                lifetime.RequestClose();
        }
    }
}
