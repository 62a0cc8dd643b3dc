using Microsoft.AspNetCore.SignalR;

namespace OrleansLld.Chat;

/// <summary>The chat's edge: the hub <c>/hubs/chat</c>, and what it takes to push news to its connections.</summary>
internal static class ChatEdge
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddOptions<ChatEdgeOptions>().BindConfiguration("Chat:Edge").ValidateDataAnnotations().ValidateOnStart();
        services.Configure<HubOptions<ChatHub>>(hub => hub.ClientTimeoutInterval = IPresenceShardGrain.Lease);
        services.AddSingleton<ChatConnections>();
        services.AddSingleton<OpenConversations>();
        services.AddSingleton<NewsDelivery>();
        services.AddSingleton<Administrations>();
        services.AddHostedService<SessionAnnouncer>();
        services.AddHostedService<WatchRenewer>();
        services.AddHostedService<GatewayStream>();
        return services;
    }

    public static void MapChat(this IEndpointRouteBuilder endpoints) => endpoints.MapSystemHub<ChatHub>("chat");
}
