using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Everything a bucket does together with others, one thing at a time. What a crash or a failure left in the middle is finished first, by
/// whoever comes next: each step may be asked again.
/// </summary>
/// <param name="bucket">The bucket.</param>
/// <param name="others">Whom it asks.</param>
/// <param name="wake">Opens the journal.</param>
/// <param name="write">Writes what happened; completes when it is durable.</param>
internal sealed class BucketWork(Bucket bucket, BucketOthers others, Func<Task> wake, Func<BucketEvent, Task> write)
{
    private const string Turn = "work";

    private readonly KeyTurns _turns = new();

    /// <summary>Lets a bucket that is being made or removed be so; at once for any other.</summary>
    public Task ComeOrGo() =>
        bucket.Stage is BucketStage.Making or BucketStage.Removing ? InTurn(() => Task.FromResult(true)) : Task.CompletedTask;

    /// <summary>Carries out what needs a bucket that is open or none: at once, or after what it is in the middle of.</summary>
    public Task<T> WhenStanding<T>(Func<T> command) => bucket.Stage is BucketStage.Open or BucketStage.None
        ? Task.FromResult(command())
        : InTurn(() => Task.FromResult(command()));

    public Task<BucketRefusal> Create(BucketEvent.Created command) => InTurn(async () =>
    {
        await wake();
        var ruling = bucket.Create(command);
        if (ruling.Event is null)
            return BucketCommands.Refusal(ruling.Fault);
        await write(ruling.Event);
        await Finish();
        return bucket.Exists ? BucketRefusal.None : BucketRefusal.TooManyBuckets;
    });

    public Task<BucketRefusal> Delete(Requester requester) => InTurn(async () =>
    {
        var who = BucketCommands.Requester(requester);
        if (bucket.Delete(who) is { Event: null } refused)
            return BucketCommands.Refusal(refused.Fault);
        // Most buckets that are not empty say so here, without closing to anybody.
        var loads = await others.AskAll(Partitions(), new PartitionStep.Measure());
        if (loads.Any(load => load.Objects > 0))
            return BucketRefusal.NotEmpty;
        var ruling = bucket.Delete(who);
        if (ruling.Event is null)
            return BucketCommands.Refusal(ruling.Fault);
        await write(ruling.Event);
        await Finish();
        return bucket.Exists ? BucketRefusal.NotEmpty : BucketRefusal.None;
    });

    /// <summary>Moves keys if a look at the partitions says so.</summary>
    /// <param name="plan">Says what is to move, seeing one load a partition in the order of the map; null for nothing.</param>
    /// <returns>Whether something moved.</returns>
    public Task<bool> Rebalance(Func<ImmutableArray<PartitionLoad>, IndexMove?> plan) => InTurn(async () =>
    {
        if (bucket.Stage != BucketStage.Open)
            return false;
        var loads = await others.AskAll(Partitions(), new PartitionStep.Measure());
        // Closed by a step that came late: the bucket is not being removed, as that would have the turn.
        foreach (var (partition, load) in Partitions().Zip(loads))
        {
            if (load.IsClosed)
                await others.Ask(partition, new PartitionStep.Reopen());
        }

        if (plan(loads) is not { } move || bucket.BeginMove(move) is not { } begun)
            return false;
        await write(begun);
        await Finish();
        return true;
    });

    private async Task<T> InTurn<T>(Func<Task<T>> work)
    {
        using (await _turns.TakeAsync(Turn))
        {
            try
            {
                await Finish();
                return await work();
            }
            catch (Exception failure) when (failure is not (StorageUnavailableException or ArgumentException))
            {
                throw new StorageUnavailableException("Another part of the bucket did not answer.", failure);
            }
        }
    }

    private async Task Finish()
    {
        while (bucket.IsUnfinished)
        {
            await (bucket.Stage switch
            {
                BucketStage.Making => Make(),
                BucketStage.Closing => Close(),
                BucketStage.Reopening => Reopen(),
                BucketStage.Removing => Remove(),
                _ => bucket.Move!.IsServed ? LetGo(bucket.Move) : Carry(bucket.Move),
            });
        }
    }

    private async Task Make()
    {
        if (!await others.List(bucket.Making!))
        {
            await write(new BucketEvent.Abandoned());
            return;
        }

        foreach (var partition in Partitions())
        {
            await others.Watch(partition);
            await others.Open(partition);
        }

        await write(new BucketEvent.Opened());
    }

    private async Task Close()
    {
        var loads = await others.AskAll(Partitions(), new PartitionStep.Close());
        await write(loads.All(load => load.IsClosed) ? new BucketEvent.Closed() : new BucketEvent.Reopening());
    }

    private async Task Reopen()
    {
        await others.AskAll(Partitions(), new PartitionStep.Reopen());
        await write(new BucketEvent.Reopened());
    }

    private async Task Remove()
    {
        foreach (var partition in Partitions())
            await others.Release(partition);
        await others.Unlist(bucket.Making!);
        await write(new BucketEvent.Removed());
    }

    private async Task Carry(IndexMove move)
    {
        var (source, target) = (Id(move.Source), Id(move.Target));
        if (move.Kind == MoveKind.Split)
            await others.Watch(target);
        await others.Ask(source, new PartitionStep.Seal(move.From));
        await others.Adopt(target, source, move);
        await write(new BucketEvent.Moved());
    }

    private async Task LetGo(IndexMove move)
    {
        await others.Ask(Id(move.Source), new PartitionStep.Drop(Id(move.Target), move.From));
        if (move.Kind == MoveKind.Merge)
            await others.Release(Id(move.Source));
        await write(new BucketEvent.MoveEnded());
    }

    private IEnumerable<IndexPartitionId> Partitions() => bucket.Map!.Ranges.Select(range => Id(range.Partition));

    private IndexPartitionId Id(long partition) => new(bucket.Making!.Incarnation, partition);
}
