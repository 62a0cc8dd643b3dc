using Microsoft.Extensions.Options;

namespace OrleansLld.Storage.Faults;

internal static class StoreFaultsExtensions
{
    private const string SoundStore = "sound";

    /// <summary>Puts a <see cref="FaultyGrainStore"/> before the registered store where the configuration asks for faults.</summary>
    public static void AddStoreFaults(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(StoreFaultOptions.Section);
        if (!section.Exists())
            return;
        services.AddOptions<StoreFaultOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var sound = services.Single(service => service.ServiceType == typeof(IGrainStore));
        services.Remove(sound);
        services.AddKeyedSingleton(
            SoundStore,
            (provider, _) => (IGrainStore)(sound.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, sound.ImplementationType!)));
        services.AddSingleton<IGrainStore>(provider => ActivatorUtilities.CreateInstance<FaultyGrainStore>(
            provider,
            provider.GetRequiredKeyedService<IGrainStore>(SoundStore),
            provider.GetRequiredService<IOptions<StoreFaultOptions>>().Value));
    }
}
