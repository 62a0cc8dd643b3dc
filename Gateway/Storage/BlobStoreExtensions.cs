using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansLld.Storage.Azure;
using OrleansLld.Storage.Files;
using OrleansLld.Storage.Ring;
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

    /// <summary>Where files of blobs are, unless the configuration says otherwise.</summary>
    internal static string BlobDirectory(this IConfiguration configuration) => Path.Combine(configuration.DataDirectory(), "blobs");

    /// <summary>
    /// Adds the provider that <see cref="StorageOptions"/> name. A second call changes nothing, and whoever has registered an
    /// <see cref="IBlobStore"/> before keeps it.
    /// </summary>
    public static IServiceCollection AddBlobStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(Registered)))
            return services;
        services.AddSingleton<Registered>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BlobMeter>();
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

    /// <summary>
    /// Has blobs moved when the disks change. To be called after Orleans was added: the placement is asked before the process serves.
    /// </summary>
    internal static void AddBlobPlacement(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetSection(FileBlobOptions.Section).GetSection(nameof(FileBlobOptions.Disks)).GetChildren().Any()
            && services.Any(service => service.ServiceType == typeof(RingBlobStore)))
            services.AddHostedService<PlacementWatch>();
    }

    private static void AddFileBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FileBlobOptions>()
            .Configure(options => options.Path = configuration.BlobDirectory())
            .Bind(configuration.GetSection(FileBlobOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FileBlobOptions>, FileBlobOptionsValidator>());
        services.TryAddSingleton<RingDisks>();
        services.TryAddSingleton<KnownPlacement>();
        services.TryAddSingleton(provider =>
        {
            var bytesPerSecond = (long)provider.GetRequiredService<IOptions<FileBlobOptions>>().Value.MoveMiBPerSecond << 20;
            return new MovePace(bytesPerSecond, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<BlobMover>();
        services.TryAddSingleton<RingBlobStore>();
        services.TryAddSingleton<IBlobStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<FileBlobOptions>>().Value;
            return options.Disks.Count > 0
                ? provider.GetRequiredService<RingBlobStore>()
                : new FileBlobStore(options.Path, options.ThreadsPerDisk, provider.GetRequiredService<BlobMeter>().NewDisk("blobs"));
        });
    }

    /// <summary>Marks that all of this was added.</summary>
    private sealed class Registered;
}
