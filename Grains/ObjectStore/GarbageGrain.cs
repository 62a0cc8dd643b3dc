using Microsoft.Extensions.Options;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Looks after the partitions of its shard for ever. A timer gives the pace; a reminder brings the grain back after its silo is gone,
/// because what is garbage must go some day although nobody asks.
/// </summary>
internal sealed class GarbageGrain(
    IGrainStore store, BlobDeletions deletions, TimeProvider time, IOptions<ObjectStoreOptions> options)
    : Grain, IGarbageGrain, IRemindable
{
    private const string ReminderName = "collect";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private WatchedPartitions _watched = null!;
    private GarbageWalk _walk = null!;
    private IGrainTimer _timer = null!;
    private bool _hasReminder;

    private TimeSpan Pace => options.Value.CollectEvery;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var partition = new PartitionId("objectstore.garbage", RowKey.Number(this.GetPrimaryKeyLong()));
        _watched = await WatchedPartitions.OpenAsync(store, partition, cancellationToken);
        var calendar = new GarbageCalendar(options.Value.GarbageTerms);
        _walk = new GarbageWalk(store, GrainFactory, deletions, calendar, time, _watched);
        _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(Pace, Pace) { KeepAlive = true });
    }

    public Task Watch(string bucket, IndexPartitionId partition, CancellationToken cancellationToken) => Stored(async () =>
    {
        if (!_hasReminder)
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        _hasReminder = true;
        if (await _watched.FindAsync(partition) is null)
            await _watched.PutAsync(new WatchedPartition(partition, bucket, IsReleased: false));
        return true;
    });

    public Task Release(IndexPartitionId partition, CancellationToken cancellationToken) => Stored(async () =>
    {
        if (await _watched.FindAsync(partition) is { IsReleased: false } found)
            await _watched.PutAsync(found with { IsReleased = true });
        _walk.Forget();
        return true;
    });

    public Task<GarbageReport> Collect(CancellationToken cancellationToken) => Stored(() => _walk.Go(cancellationToken));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task Tick(CancellationToken cancellationToken)
    {
        var report = await Collect(cancellationToken);
        _timer.Change(report.IsThrough ? Pace : TimeSpan.Zero, Pace);
    }

    // What a failed commit left in the store, the next activation will read.
    private async Task<T> Stored<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure)
        {
            DeactivateOnIdle();
            throw failure as StorageUnavailableException ?? new StorageUnavailableException("A shard of the collection failed.", failure);
        }
    }
}
