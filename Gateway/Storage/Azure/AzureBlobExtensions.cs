using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansLld.Storage.Azure;

/// <summary>Registers blobs in an Azure storage account, and the account itself.</summary>
public static class AzureBlobExtensions
{
    internal static void AddAzureBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AzureOptions>()
            .Bind(configuration.GetSection(AzureOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => string.IsNullOrEmpty(options.ConnectionString) || IsConnectionString(options.ConnectionString),
                $"{AzureOptions.Section}:{nameof(AzureOptions.ConnectionString)} is not the connection string of a storage account.")
            .ValidateOnStart();
        services.TryAddSingleton(provider => new AzureAccount(provider.GetRequiredService<IOptions<AzureOptions>>().Value));
        services.TryAddSingleton<IBlobStore>(provider =>
        {
            var account = provider.GetRequiredService<AzureAccount>();
            return new AzureBlobStore(account.Container, account.Options);
        });
    }

    /// <summary>Makes sure, before anything else starts, that the account answers and has the container.</summary>
    /// <exception cref="StartRefusedException">It does not.</exception>
    public static async Task ReachBlobsAsync(this IHost host)
    {
        if (host.Services.GetService<AzureAccount>() is not { } account)
            return;
        try
        {
            await account.PrepareAsync(CancellationToken.None);
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, CancellationToken.None))
        {
            throw AzureFailures.StartRefused(account.Container.Uri, failure);
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new BlobContainerClient(text, "any");
            return true;
        }
        catch (Exception refusal) when (refusal is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
