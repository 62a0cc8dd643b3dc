using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using OrleansLld.Storage.Azure;
using OrleansLld.Storage.Faults;
using OrleansLld.Storage.RocksDb;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

/// <summary>Registers what keeps a silo's rows and, as in a gateway, the blobs, and Orleans' own state and reminders over it.</summary>
internal static class StorageExtensions
{
    private const string GrainStorageName = "Default";

    /// <summary>Where Orleans keeps who subscribed to which stream; the name is its own.</summary>
    private const string SubscriptionStorageName = "PubSubStore";

    /// <summary>Orleans' own settings: what they name, Orleans has registered.</summary>
    private const string GrainStorageSetting = $"Orleans:GrainStorage:{GrainStorageName}:ProviderType";
    private const string RemindersSetting = "Orleans:Reminders:ProviderType";

    /// <summary>
    /// Adds the provider that <see cref="StorageOptions"/> name. A second call changes nothing, and whoever has registered an
    /// <see cref="IGrainStore"/> or <see cref="IBlobStore"/> before keeps it.
    /// </summary>
    public static ISiloBuilder AddGrainStore(this ISiloBuilder silo)
    {
        var services = silo.Services;
        if (services.Any(service => service.ServiceType == typeof(Registered)))
            return silo;
        services.AddSingleton<Registered>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageMeter>();
        services.AddBlobStore(silo.Configuration);
        var storage = silo.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        switch (storage.Provider)
        {
            case StorageProvider.RocksDb:
                AddRocksDb(services, silo.Configuration);
                break;
            case StorageProvider.Azure:
                services.AddAzureRows();
                break;
            case StorageProvider.Volatile:
                services.TryAddSingleton<IGrainStore, VolatileGrainStore>();
                break;
            default:
                throw new InvalidOperationException($"{StorageOptions.Section}:{nameof(StorageOptions.Provider)} is unknown.");
        }

        services.AddStoreFaults(silo.Configuration);
        // What a store throws must be readable for a gateway that does not know the type: it then gets its name, text and stack.
        services.Configure<ExceptionSerializationOptions>(failures => failures.SupportedExceptionTypeFilter = _ => true);
        AddForOrleans(silo);
        return silo;
    }

    private static void AddRocksDb(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RocksDbOptions>()
            .Configure(options => options.Path = Path.Combine(configuration.DataDirectory(), "rows"))
            .Bind(configuration.GetSection(RocksDbOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<IGrainStore>(provider => new RocksDbGrainStore(
            provider.GetRequiredService<IOptions<RocksDbOptions>>().Value,
            provider.GetRequiredService<StorageMeter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RocksDbGrainStore>>()));
    }

    private static void AddForOrleans(ISiloBuilder silo)
    {
        if (silo.Configuration[GrainStorageSetting] is null)
        {
            foreach (var name in (ReadOnlySpan<string>)[GrainStorageName, SubscriptionStorageName])
                silo.Services.AddGrainStorage(name, (provider, _) => ActivatorUtilities.CreateInstance<GrainStoreStateStorage>(provider));
        }

        if (silo.Configuration[RemindersSetting] is not null)
            return;
        silo.AddReminders();
        silo.Services.TryAddSingleton<IReminderTable, GrainStoreReminderTable>();
    }

    /// <summary>Marks that all of this was added.</summary>
    private sealed class Registered;
}
