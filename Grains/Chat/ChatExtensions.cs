using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansLld.Chat;

public static class ChatExtensions
{
    /// <summary>Adds the grains of the chat, and the streams on which a gateway gets the live copy of what is said.</summary>
    public static ISiloBuilder AddChat(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.AddMemoryStreams(GatewayBatch.ProviderName);
        return silo;
    }
}
