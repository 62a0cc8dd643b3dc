using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

public static class ChatExtensions
{
    // A hop over a stream waits half of this on the average.
    private static readonly TimeSpan StreamPollPeriod = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Adds the grains of the chat, and the streams on which a gateway gets the live copy of what is said; their settings are the section
    /// <c>Chat</c>.
    /// </summary>
    public static ISiloBuilder AddChat(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateOnStart()
            .Validate(
                chat => chat is
                {
                    SendBurst: >= 1 and <= 1_000_000, SendsPerSecond: >= 0.01 and <= 1_000_000, TellWithinMs: >= 1 and <= 10_000
                },
                "Chat:SendBurst is 1 to 1,000,000, Chat:SendsPerSecond 0.01 to 1,000,000, Chat:TellWithinMs 1 to 10,000.");
        silo.AddAccountFollower<IInboxGrain>();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<SiloMark>();
        silo.Services.TryAddSingleton<MessageIds>();
        silo.Services.TryAddSingleton<GatewayOutbox>();
        silo.Services.AddHostedService(services => services.GetRequiredService<GatewayOutbox>());
        silo.Services.AddHostedService<StreamHeartbeats>();
        silo.AddMemoryStreams(GatewayBatch.ProviderName, streams => streams.ConfigurePullingAgent(
            agent => agent.Configure(pulling => pulling.GetQueueMsgsTimerPeriod = StreamPollPeriod)));
        return silo;
    }
}
