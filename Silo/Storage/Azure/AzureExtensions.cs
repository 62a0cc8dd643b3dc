using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansLld.Storage.Azure;

/// <summary>Registers rows in the Azure storage account that has the blobs.</summary>
internal static class AzureExtensions
{
    public static void AddAzureRows(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => provider.GetRequiredService<AzureAccount>().NewTableClient());
        services.TryAddSingleton<IGrainStore>(provider => new AzureGrainStore(
            provider.GetRequiredService<TableClient>(),
            provider.GetRequiredService<AzureAccount>().Options,
            provider.GetRequiredService<StorageMeter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AzureGrainStore>>()));
    }

    /// <summary>Makes sure, before anything else starts, that the account answers and has the table and the container.</summary>
    /// <exception cref="StartRefusedException">It does not.</exception>
    public static async Task ReachStorageAsync(this IHost host)
    {
        if (host.Services.GetService<TableClient>() is { } table)
        {
            try
            {
                await table.CreateIfNotExistsAsync();
            }
            catch (Exception failure) when (AzureFailures.IsUnavailable(failure, CancellationToken.None))
            {
                throw AzureFailures.StartRefused(table.Uri, failure);
            }
        }

        await host.ReachBlobsAsync();
    }

    /// <summary>The account's table of rows.</summary>
    public static TableClient NewTableClient(this AzureAccount account)
    {
        var options = account.Options;
        var client = account.Configure(new TableClientOptions(), options.AttemptTimeoutMs);
        return new TableClient(options.ConnectionString, options.Table, client);
    }
}
