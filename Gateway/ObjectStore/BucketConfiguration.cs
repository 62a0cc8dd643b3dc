namespace OrleansLld.ObjectStore;

/// <summary>Changes settings of buckets, one at a time.</summary>
internal sealed class BucketConfiguration(IGrainFactory grains)
{
    private const int AttemptsMax = 20;

    /// <summary>Changes a setting and answers; refuses the call where the bucket does.</summary>
    public async Task Change(ObjectStoreCall call, BucketChange change, int status)
    {
        var refusal = await Change(call.Who, call.Bucket, change);
        if (refusal is BucketRefusal.None)
            await call.SendNothing(status);
        else
            call.Refuse(BucketErrors.Of(refusal));
    }

    /// <summary>Changes a setting. What conflicts with another change that is under way is sent again.</summary>
    public async ValueTask<BucketRefusal> Change(Requester who, string bucket, BucketChange change)
    {
        var command = new ConfigureBucket(who, change);
        for (var attempt = 1; ; attempt++)
        {
            // A change that has begun is not given up with its request.
            var refusal = await grains.GetGrain<IBucketGrain>(bucket).Configure(command, CancellationToken.None);
            if (refusal is not BucketRefusal.Conflict || attempt == AttemptsMax)
                return refusal;
        }
    }
}
