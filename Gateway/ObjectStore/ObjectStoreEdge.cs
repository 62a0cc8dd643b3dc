namespace OrleansLld.ObjectStore;

/// <summary>The edge of object storage: S3 on a port of its own.</summary>
internal static class ObjectStoreEdge
{
    public static IServiceCollection AddObjects(this IServiceCollection services)
    {
        services.AddOptions<ObjectStoreEdgeOptions>().BindConfiguration("ObjectStore").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ObjectStorePipeline>();
        services.AddSingleton<ObjectStoreRoutes>();
        services.AddSingleton<SignatureCheck>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ObjectStoreLimits>();
        services.AddSingleton<BucketAdmission>();
        services.AddSingleton<BucketIndex>();
        services.AddSingleton<KnownBuckets>();
        services.AddSingleton<BucketEndpoints>();
        return services;
    }
}
