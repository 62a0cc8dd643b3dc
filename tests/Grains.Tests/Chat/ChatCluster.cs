using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Chat;

/// <summary>
/// Chat and accounts on a test cluster over a volatile store, with a clock that the test moves and gateways that only listen.
/// </summary>
internal sealed class ChatCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private ChatCluster(InProcessTestCluster cluster, VolatileGrainStore store, ChosenCommitFails commits, MovedTime time) =>
        (_cluster, Store, Commits, Time) = (cluster, store, commits, time);

    public VolatileGrainStore Store { get; }

    public ChosenCommitFails Commits { get; }

    public MovedTime Time { get; }

    public IGrainFactory Grains => _cluster.Client;

    /// <param name="store">What an earlier cluster left; null to begin with nothing.</param>
    /// <param name="silos">How many silos there are.</param>
    /// <param name="configure">What else a silo has.</param>
    /// <param name="sendBurst">How many entries an author may send at once.</param>
    public static async Task<ChatCluster> Start(
        VolatileGrainStore? store = null, short silos = 1, Action<ISiloBuilder>? configure = null, int sendBurst = 1_000_000)
    {
        store ??= new VolatileGrainStore();
        var commits = new ChosenCommitFails(store);
        var time = new MovedTime();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureHost(host => host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Accounts:CredentialKey"] = Convert.ToBase64String(new byte[32]),
            ["Accounts:PasswordRounds"] = "10",
            ["Chat:SendBurst"] = $"{sendBurst}",
        }));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IGrainStore>(commits);
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddAccounts();
            silo.AddChat();
            configure?.Invoke(silo);
        });
        builder.ConfigureClient(client => client.AddMemoryStreams(GatewayBatch.ProviderName));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new ChatCluster(cluster, store, commits, time);
    }

    /// <summary>The same data after all that was in memory is lost.</summary>
    public async Task<ChatCluster> Restart()
    {
        Store.Faults.Clear();
        await DisposeAsync();
        return await Start(Store);
    }

    public IConversationGrain Conversation(ConversationId id) => Grains.GetGrain<IConversationGrain>(id.ToString());

    public IInboxGrain Inbox(AccountId account) => Grains.GetGrain<IInboxGrain>(account.Value);

    public IKeyDirectoryGrain Keys(AccountId account) => Grains.GetGrain<IKeyDirectoryGrain>(account.Value);

    /// <summary>The shard that an account's sessions are in.</summary>
    public IPresenceShardGrain PresenceOf(AccountId account) =>
        Grains.GetGrain<IPresenceShardGrain>(IPresenceShardGrain.ShardOf(account));

    /// <summary>A gateway that hears what is sent to it and does nothing else.</summary>
    public Task<ListeningGateway> Listen() => ListeningGateway.Start(_cluster.Client);

    /// <summary>A gateway to which these accounts are connected, each with one device.</summary>
    public async Task<ListeningGateway> Connect(params long[] accounts)
    {
        var gateway = await Listen();
        foreach (var account in accounts.Select(number => new AccountId(number)))
        {
            var session = new Session(account, Room.DeviceOf(account.Value));
            await PresenceOf(account).Change(new SessionChange(gateway.Id, false, [session], []), default);
        }

        return gateway;
    }

    /// <summary>Sends something to a gateway, as a silo does.</summary>
    public Task Send(Guid gateway, params Delivery[] deliveries) => _cluster.Client.GetStreamProvider(GatewayBatch.ProviderName)
        .GetStream<GatewayBatch>(StreamId.Create(GatewayBatch.StreamNamespace, gateway))
        .OnNextAsync(new GatewayBatch(1, Guid.NewGuid(), [.. deliveries]));

    /// <summary>Sends a command until it is answered: the store failed, or a grain was just leaving because of it.</summary>
    public static async Task<T> UntilAnswered<T>(Func<Task<T>> command)
    {
        while (true)
        {
            try
            {
                return await command();
            }
            catch (Exception failure) when (failure is StorageUnavailableException or OrleansException)
            {
                // What a client sends again.
            }
        }
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
