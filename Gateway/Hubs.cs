using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using OrleansLld.Accounts;

namespace OrleansLld;

/// <summary>
/// The conventions of every hub: strongly typed by its client's interface, JSON or MessagePack, mapped under <see cref="Path"/>, the
/// bearer token in the header or as <c>access_token</c> in the query, bounded buffers, and refusals as <see cref="HubRefusal"/> says.
/// </summary>
internal static class Hubs
{
    public const string Path = "/hubs";

    private const string DispatcherLog = "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher";
    private const int MessageBytesMax = 64 << 10;
    private const int BufferBytesMax = 256 << 10;

    public static void AddHubs(this IServiceCollection services)
    {
        services.AddSignalR(hubs =>
            {
                hubs.MaximumReceiveMessageSize = MessageBytesMax;
                hubs.StreamBufferCapacity = 16;
                hubs.MaximumParallelInvocationsPerClient = 1;
                hubs.EnableDetailedErrors = false;
                hubs.AddFilter<HubFailures>();
                hubs.AddFilter<HubArguments>();
                hubs.AddFilter<HubConnections>();
            })
            .AddMessagePackProtocol();
        // The framework would write down every refusal as a failure, and what people say to each other. HubFailures logs what failed.
        services.AddLogging(logging => logging.AddFilter(DispatcherLog, LogLevel.Critical));
        services.AddSingleton<HubFailures>();
        services.AddSingleton<HubArguments>();
    }

    /// <param name="routes">Where the hub is added.</param>
    /// <param name="system">The system's name in lower case; the address is <c>/hubs/{system}</c>.</param>
    public static HubEndpointConventionBuilder MapSystemHub<THub>(this IEndpointRouteBuilder routes, string system)
        where THub : Hub =>
        routes.MapHub<THub>($"{Path}/{system}", connection =>
        {
            connection.Transports = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents;
            connection.ApplicationMaxBufferSize = MessageBytesMax;
            connection.TransportMaxBufferSize = BufferBytesMax;
            connection.CloseOnAuthenticationExpiration = true;
        });
}

/// <summary>A hub whose calls come from an account, or from nobody where the hub allows it.</summary>
internal abstract class AccountHub<TClient> : Hub<TClient>
    where TClient : class
{
    /// <summary>Null when the connection is not signed in.</summary>
    protected Caller? CallerOrNobody => Context.User is { } user ? Caller.Of(user) : null;

    protected Caller SignedInCaller =>
        CallerOrNobody ?? throw HubRefusal.Of("not-signed-in", "Sign in first; this call needs a valid bearer token.");
}
