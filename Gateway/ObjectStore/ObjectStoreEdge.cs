using OrleansLld.Gateways;

namespace OrleansLld.ObjectStore;

/// <summary>The edge of object storage: S3 on a port of its own.</summary>
internal static class ObjectStoreEdge
{
    public static IServiceCollection AddObjects(this IServiceCollection services)
    {
        services.AddOptions<ObjectStoreEdgeOptions>().BindConfiguration("ObjectStore").ValidateDataAnnotations().ValidateOnStart()
            .Validate(options => options.PublicAddress is null || GatewayAddress.TryParse(options.PublicAddress, out _),
                "ObjectStore:PublicAddress is http or https, a host and perhaps a port, such as https://s3.example, and nothing more.");
        services.AddSingleton<ObjectStoreAddress>();
        services.AddSingleton<LinkCredentials>();
        services.AddSingleton<CallMetrics>();
        services.AddSingleton<ObjectStorePipeline>();
        services.AddSingleton<ObjectStoreRoutes>();
        services.AddSingleton<SignatureCheck>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ObjectStoreLimits>();
        services.AddSingleton<BucketAdmission>();
        services.AddSingleton<BucketIndex>();
        services.AddSingleton<KnownBuckets>();
        services.AddSingleton<CrossOrigin>();
        services.AddSingleton<BucketListing>();
        services.AddSingleton<BucketConfiguration>();
        services.AddSingleton<BucketEndpoints>();
        services.AddSingleton<BucketSettingEndpoints>();
        services.AddSingleton<Grantees>();
        services.AddSingleton<BucketAclEndpoints>();
        services.AddSingleton<ListingEndpoints>();
        services.AddObjectOperations();
        return services;
    }

    private static void AddObjectOperations(this IServiceCollection services)
    {
        services.AddSingleton<ObjectRoutes>();
        services.AddSingleton<ObjectReadEndpoints>();
        services.AddSingleton<ObjectWriteEndpoints>();
        services.AddSingleton<ObjectCopyEndpoints>();
        services.AddSingleton<ObjectDeleteEndpoints>();
        services.AddSingleton<ObjectSettingEndpoints>();
        services.AddSingleton<ObjectAttributesEndpoint>();
        services.AddSingleton<MultipartEndpoints>();
        services.AddSingleton<PartEndpoints>();
        services.AddSingleton<PartListEndpoint>();
        services.AddSingleton<PostFormEndpoint>();
        services.AddSingleton<ObjectWriter>();
        services.AddSingleton<ObjectDeletions>();
        services.AddSingleton<CopySources>();
    }
}
