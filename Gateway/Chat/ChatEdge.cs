using Microsoft.AspNetCore.SignalR;

namespace OrleansLld.Chat;

/// <summary>The chat's edge: the hub <c>/hubs/chat</c>, and what it takes to push news to its connections.</summary>
internal static class ChatEdge
{
    // A commit has three parts of at most 24 KiB, in Base64 where the client speaks JSON.
    private const int MessageBytesMax = 128 << 10;

    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddOptions<ChatEdgeOptions>().BindConfiguration("Chat:Edge").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ChatCallFilter>();
        services.AddSignalR().AddHubOptions<ChatHub>(hub =>
        {
            hub.ClientTimeoutInterval = IPresenceShardGrain.Lease;
            hub.MaximumReceiveMessageSize = MessageBytesMax;
            hub.AddFilter<ChatCallFilter>();
        });
        services.AddSingleton<MediaStore>();
        services.AddSingleton<ChatConnections>();
        services.AddSingleton<OpenConversations>();
        services.AddSingleton<NewsDelivery>();
        services.AddSingleton<Administrations>();
        services.AddSingleton<SessionAnnouncer>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionAnnouncer>());
        services.AddHostedService<WatchRenewer>();
        services.AddHostedService<GatewayStream>();
        return services;
    }

    public static void MapChat(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSystemHub<ChatHub>("chat");
        endpoints.MapMedia();
    }
}
