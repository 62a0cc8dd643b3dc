using System.Collections.Immutable;
using static OrleansLld.ObjectStore.ObjectStoreAction;

namespace OrleansLld.ObjectStore;

// The table of all operations. The first line of a level that fits the request's method, query and headers is what the request means,
// so lines without marks stand last of their method.

/// <summary>Which request means which operation.</summary>
internal sealed class ObjectStoreRoutes(BucketEndpoints buckets, ObjectRoutes objects)
{
    private readonly ImmutableArray<ObjectStoreRoute> _ofService =
    [
        new("ListBuckets", "GET", "", null, buckets.List),
    ];

    private readonly ImmutableArray<ObjectStoreRoute> _ofBucket =
    [
        .. objects.OfBucket,
        new("GetBucketLocation", "GET", "location", GetBucketLocation, buckets.Location),
        new("HeadBucket", "HEAD", "", ListBucket, buckets.Head),
        new("CreateBucket", "PUT", "", null, buckets.Create),
        new("DeleteBucket", "DELETE", "", DeleteBucket, buckets.Delete),
    ];

    private readonly ImmutableArray<ObjectStoreRoute> _ofObject = objects.OfObject;

    /// <summary>What the request means; null when it means nothing that S3 has.</summary>
    public ObjectStoreRoute? Find(ObjectStoreCall call)
    {
        var level = call.Bucket.Length == 0 ? _ofService : call.Key.Length == 0 ? _ofBucket : _ofObject;
        foreach (var route in level)
        {
            if (route.Method == call.Request.Method && route.Means(call))
                return route;
        }

        return null;
    }
}
