namespace OrleansLld.ObjectStore;

/// <summary>Asks the partition that has a key, wherever it has moved meanwhile.</summary>
internal sealed class BucketIndex(IGrainFactory grains, KnownBuckets known, TimeProvider time)
{
    private const int AttemptsMax = 10;
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks as often as the key has moved.</summary>
    /// <param name="bucket">The bucket as the caller knows it.</param>
    /// <param name="key">The key.</param>
    /// <param name="ask">The question or command; the bucket is the one as it is known by then.</param>
    /// <param name="outcomeOf">What came of it.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The answer; <see cref="WriteOutcome.Moved"/> only where the bucket is another by now or does not come to rest.</returns>
    public async ValueTask<T> Ask<T>(
        KnownBucket bucket,
        string key,
        Func<KnownBucket, IIndexPartitionGrain, Task<T>> ask,
        Func<T, WriteOutcome> outcomeOf,
        CancellationToken cancellationToken)
    {
        var now = bucket;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await ask(now, now.PartitionOf(key));
            if (outcomeOf(answer) != WriteOutcome.Moved || attempt == AttemptsMax)
                return answer;
            if (await Renew(now, attempt, cancellationToken) is not { } renewed)
                return answer;
            now = renewed;
        }
    }

    /// <summary>One version of an object, by the partition that has it.</summary>
    public ValueTask<FindReply> Find(KnownBucket bucket, ObjectKey key, string? versionId, CancellationToken cancellationToken) => Ask(
        bucket,
        key.ToString(),
        (_, partition) => partition.Find(new FindObject(key, versionId), cancellationToken),
        reply => reply.Outcome,
        cancellationToken);

    /// <summary>The bucket after keys have moved in it; null when it is gone, or another by now.</summary>
    /// <param name="bucket">As it was.</param>
    /// <param name="attempt">From 1: the bucket's grain may learn of a move a little later than its partitions.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async ValueTask<KnownBucket?> Renew(KnownBucket bucket, int attempt, CancellationToken cancellationToken)
    {
        if (attempt > 1)
        {
            var pause = PauseMin * (1 << (attempt - 1));
            await Task.Delay(pause < PauseMax ? pause : PauseMax, time, cancellationToken);
        }

        var settings = await grains.GetGrain<IBucketGrain>(bucket.Name).Describe(cancellationToken);
        return settings?.Incarnation == bucket.Settings.Incarnation ? known.Keep(bucket.Name, settings) : null;
    }
}
