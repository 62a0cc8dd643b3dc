using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansLld.Storage.RocksDb;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

/// <summary>Registers what keeps a silo's rows.</summary>
internal static class StorageExtensions
{
    private const string DataSetting = "Data";
    private const string DataDefault = "./data";

    /// <summary>Adds the provider that <see cref="StorageOptions"/> name. A second call changes nothing.</summary>
    public static ISiloBuilder AddGrainStore(this ISiloBuilder silo)
    {
        var services = silo.Services;
        if (services.Any(service => service.ServiceType == typeof(IGrainStore)))
            return silo;
        var storage = silo.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageMeter>();
        switch (storage.Provider)
        {
            case StorageProvider.RocksDb:
                AddRocksDb(services, silo.Configuration);
                return silo;
            case StorageProvider.Volatile:
                services.AddSingleton<VolatileGrainStore>();
                services.AddSingleton<IGrainStore>(provider => provider.GetRequiredService<VolatileGrainStore>());
                return silo;
            default:
                throw new InvalidOperationException($"{StorageOptions.Section}:{nameof(StorageOptions.Provider)} is unknown.");
        }
    }

    private static void AddRocksDb(IServiceCollection services, IConfiguration configuration)
    {
        var data = configuration[DataSetting] is { Length: > 0 } configured ? configured : DataDefault;
        services.AddOptions<RocksDbOptions>()
            .Configure(options => options.Path = Path.Combine(data, "rows"))
            .Bind(configuration.GetSection(RocksDbOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider => new RocksDbGrainStore(
            provider.GetRequiredService<IOptions<RocksDbOptions>>().Value,
            provider.GetRequiredService<StorageMeter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RocksDbGrainStore>>()));
        services.AddSingleton<IGrainStore>(provider => provider.GetRequiredService<RocksDbGrainStore>());
    }
}
