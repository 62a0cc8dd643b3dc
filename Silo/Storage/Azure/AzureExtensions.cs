using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansLld.Storage.Azure;

/// <summary>Registers rows and blobs in an Azure storage account.</summary>
internal static class AzureExtensions
{
    public static void AddAzure(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AzureOptions>()
            .Bind(configuration.GetSection(AzureOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => string.IsNullOrEmpty(options.ConnectionString) || IsConnectionString(options.ConnectionString),
                $"{AzureOptions.Section}:{nameof(AzureOptions.ConnectionString)} is not the connection string of a storage account.")
            .ValidateOnStart();
        services.TryAddSingleton(provider => new AzureAccount(Options(provider)));
        services.TryAddSingleton<IGrainStore>(provider => new AzureGrainStore(
            provider.GetRequiredService<AzureAccount>().Table,
            Options(provider),
            provider.GetRequiredService<StorageMeter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AzureGrainStore>>()));
        services.TryAddSingleton<IBlobStore>(provider =>
            new AzureBlobStore(provider.GetRequiredService<AzureAccount>().Container, Options(provider)));
    }

    /// <summary>Makes sure, before anything else starts, that the account answers and has the table and the container.</summary>
    /// <exception cref="StartRefusedException">It does not.</exception>
    public static async Task ReachStorageAsync(this IHost host)
    {
        if (host.Services.GetService<AzureAccount>() is not { } account)
            return;
        try
        {
            await account.PrepareAsync(CancellationToken.None);
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, CancellationToken.None))
        {
            throw new StartRefusedException(Sentence(account.Table, failure), failure);
        }
    }

    private static AzureOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<AzureOptions>>().Value;

    /// <summary>Names the place without what may follow it in an address, a signature.</summary>
    private static string Sentence(TableClient table, Exception failure)
    {
        const string Setting = $"{AzureOptions.Section}:{nameof(AzureOptions.ConnectionString)}";
        var place = table.Uri.GetLeftPart(UriPartial.Authority);
        return failure is RequestFailedException { Status: >= 400 and < 500 } refusal
            ? $"The storage account at {place} refuses us ({refusal.Status} {refusal.ErrorCode}); set {Setting}."
            : $"The storage account at {place} does not answer; start Azurite with Azurite/start.sh, or set {Setting}.";
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new TableClient(text, "any");
            return true;
        }
        catch (Exception refusal) when (refusal is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
