using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Accounts;

/// <summary>Accounts on a test cluster over a volatile store, with a clock that the test moves.</summary>
internal sealed class AccountsCluster : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly InProcessTestCluster _cluster;
    private int _commands;

    private AccountsCluster(InProcessTestCluster cluster, VolatileGrainStore store, ChosenCommitFails commits, MovedTime time) =>
        (_cluster, Store, Commits, Time) = (cluster, store, commits, time);

    public VolatileGrainStore Store { get; }

    public ChosenCommitFails Commits { get; }

    public MovedTime Time { get; }

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<AccountsCluster> Start(VolatileGrainStore? store = null)
    {
        store ??= new VolatileGrainStore();
        var commits = new ChosenCommitFails(store);
        var time = new MovedTime();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureHost(host => host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Accounts:CredentialKey"] = Convert.ToBase64String(new byte[32]),
            ["Accounts:PasswordRounds"] = "10",
        }));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IGrainStore>(commits);
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.AddAccounts();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new AccountsCluster(cluster, store, commits, time);
    }

    public IAccountGrain Account(string handle) => Grains.GetGrain<IAccountGrain>(Handles.KeyOf(handle));

    public IAccountNameGrain Name(long id) => Grains.GetGrain<IAccountNameGrain>(id);

    public ICredentialGrain Credential(string id) => Grains.GetGrain<ICredentialGrain>(id);

    public string NextCommand() => $"command-{Interlocked.Increment(ref _commands)}";

    public Task<AccountReply> Register(string handle, long id = 1, string? commandId = null) =>
        Account(handle).Register(new RegisterAccount(commandId ?? NextCommand(), new AccountId(id), handle, Password), default);

    public CreateCredential NewCredential(string id, CredentialKind kind = CredentialKind.Exchange, string? commandId = null) =>
        new(commandId ?? NextCommand(), kind, "a label", [], id, $"secret-of-{id}");

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}

/// <summary>The system's clock, moved on by the test; timers run as ever.</summary>
internal sealed class MovedTime : TimeProvider
{
    private TimeSpan _moved;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _moved;

    public void Move(TimeSpan by) => _moved += by;
}
