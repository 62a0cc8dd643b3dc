using System.Diagnostics.Metrics;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using OrleansLld.Azurite;

namespace OrleansLld.Storage.Azure;

/// <summary>The tests that need a storage account share one Azurite, one after the other; each has a table of its own.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteAccount>
{
    public const string Name = "Azurite";
}

/// <summary>The storage account of a running Azurite.</summary>
public sealed class AzuriteAccount : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private AzuriteServer? _azurite;

    internal StorageMeter Meter => new(_services.GetRequiredService<IMeterFactory>());

    /// <summary>A table and a container that no other test has.</summary>
    internal AzureOptions NewOptions()
    {
        var name = $"test{Guid.NewGuid():N}";
        return new AzureOptions { ConnectionString = _azurite!.ConnectionString, Table = name, Container = name };
    }

    internal static async Task<AzureAccount> ConnectAsync(AzureOptions options, HttpPipelinePolicy? policy = null)
    {
        var account = new AzureAccount(options, policy);
        await account.PrepareAsync(TestContext.Current.CancellationToken);
        await account.NewTableClient().CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return account;
    }

    public async ValueTask InitializeAsync() => _azurite = await AzuriteServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
