using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansLld.ObjectStore;

public static class ObjectStoreExtensions
{
    /// <summary>Adds the grains of the object store; their settings are the section <c>ObjectStore</c>.</summary>
    public static ISiloBuilder AddObjectStore(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<ObjectStoreOptions>().BindConfiguration(ObjectStoreOptions.Section).ValidateOnStart();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ObjectStoreOptions>, ObjectStoreOptionsValidator>());
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<BlobDeletions>();
        silo.Services.TryAddSingleton<UploadCommands>();
        silo.Services.TryAddSingleton<UploadRemains>();
        return silo;
    }
}
