using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>
/// The settings of the buckets that were asked for of late. They are never believed by themselves: each request tells the bucket which
/// revision is known here, and hears of a newer one.
/// </summary>
internal sealed class KnownBuckets(IGrainFactory grains, TimeProvider time, IOptions<ObjectStoreEdgeOptions> options)
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromHours(1);

    private readonly ShortLivedCache<string, KnownBucket> _known = new(options.Value.BucketsRemembered, RememberedFor, time);

    public KnownBucket? Find(string name) => _known.TryGet(name, out var bucket) ? bucket : null;

    public KnownBucket Keep(string name, BucketSettings settings)
    {
        var bucket = new KnownBucket(name, settings, grains);
        _known.Set(name, bucket);
        return bucket;
    }
}
