using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansLld.Storage.Azure;
using OrleansLld.Storage.Files;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

/// <summary>Registers what keeps the blobs, the same in gateways and silos.</summary>
public static class BlobStoreExtensions
{
    private const string DataSetting = "Data";
    private const string DataDefault = "./data";

    /// <summary>The data directory that the configuration names.</summary>
    public static string DataDirectory(this IConfiguration configuration) =>
        configuration[DataSetting] is { Length: > 0 } configured ? configured : DataDefault;

    /// <summary>
    /// Adds the provider that <see cref="StorageOptions"/> name. A second call changes nothing, and whoever has registered an
    /// <see cref="IBlobStore"/> before keeps it.
    /// </summary>
    public static IServiceCollection AddBlobStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(Registered)))
            return services;
        services.AddSingleton<Registered>();
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        switch (storage.Provider)
        {
            case StorageProvider.RocksDb:
                services.AddFileBlobs(configuration);
                break;
            case StorageProvider.Azure:
                services.AddAzureBlobs(configuration);
                break;
            case StorageProvider.Volatile:
                services.TryAddSingleton<IBlobStore, VolatileBlobStore>();
                break;
            default:
                throw new InvalidOperationException($"{StorageOptions.Section}:{nameof(StorageOptions.Provider)} is unknown.");
        }

        return services;
    }

    private static void AddFileBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FileBlobOptions>()
            .Configure(options => options.Path = Path.Combine(configuration.DataDirectory(), "blobs"))
            .Bind(configuration.GetSection(FileBlobOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<IBlobStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<FileBlobOptions>>().Value;
            return new FileBlobStore(options.Path, options.ThreadsPerDisk);
        });
    }

    /// <summary>Marks that all of this was added.</summary>
    private sealed class Registered;
}
