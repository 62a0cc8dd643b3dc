using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Carries out the steps of splits, merges and the bucket's end, one at a time. What is copied shows when all of it is there, and what
/// moved away no longer shows before any of it is removed, so each step may be interrupted anywhere and repeated.
/// </summary>
internal sealed class PartitionMoves(IndexPartition partition)
{
    private const string Turn = "move";

    private readonly PartitionRows _rows = new(partition);
    private readonly MiddleKeys _middle = new(partition);

    public async Task<PartitionLoad> Do(PartitionStep step, CancellationToken cancellationToken)
    {
        using (await partition.TakeTurnAsync(Turn))
        {
            await (step switch
            {
                PartitionStep.Open open => Begin(open),
                PartitionStep.Seal seal => Seal(seal.From),
                PartitionStep.Adopt adopt => Adopt(adopt),
                PartitionStep.Drop drop => Drop(drop),
                PartitionStep.Close => Close(),
                PartitionStep.Reopen => Become(partition.Meta with { IsClosed = false }),
                _ => Task.CompletedTask,
            });
            var totals = partition.Meta.Totals;
            return new PartitionLoad(
                totals.Objects, totals.Rows, totals.Bytes, partition.Rate.PerSecond, await _middle.Find(cancellationToken),
                partition.Meta.IsClosed);
        }
    }

    private Task Begin(PartitionStep.Open open) => partition.Meta.IsOpened
        ? Task.CompletedTask
        : Become(partition.Meta with { Bucket = open.Bucket, Range = RangeOf(open.From, open.To) });

    private Task Seal(string from)
    {
        if (KeyPath.Of(from).Depth > 1)
            throw new ArgumentException("Keys behind one pointer move together: a range begins with a short key.", nameof(from));
        var meta = partition.Meta;
        if (meta.SealedFrom == from || !meta.IsOpened || meta.Range.IsEmpty || IsBeyond(meta.Range, from))
            return Task.CompletedTask;
        if (meta.SealedFrom is not null)
            throw new InvalidOperationException($"{partition.Id} is sealed from another key.");
        return Become(meta with { SealedFrom = from });
    }

    private async Task Adopt(PartitionStep.Adopt adopt)
    {
        var source = IndexRows.PartitionOf(adopt.Source);
        if (partition.Meta.Adopted == MoveOf(source, adopt.From))
            return;
        await FinishDrop();
        var moved = RangeOf(adopt.From, adopt.To);
        var sourceMeta = await partition.Store.MetaAsync(source, default);
        if (sourceMeta?.SealedFrom is null || !sourceMeta.Sealed!.Has(moved.FromBytes))
            throw new InvalidOperationException($"{source} is not sealed from '{adopt.From}'.");
        var totals = await _rows.CopyAsync(source, moved);

        // From here to the commit nothing is awaited: everything shows at once.
        var meta = partition.Meta;
        await Become(meta with
        {
            Bucket = adopt.Bucket,
            Range = meta.IsOpened ? Join(meta.Range, moved) : moved,
            Adopted = MoveOf(source, adopt.From),
            LastStampUs = Math.Max(meta.LastStampUs, sourceMeta.LastStampUs),
            Totals = meta.Totals + totals,
        });
    }

    private async Task Drop(PartitionStep.Drop drop)
    {
        var target = await partition.Store.MetaAsync(IndexRows.PartitionOf(drop.Target), default);
        var meta = partition.Meta;
        if (meta.Sealed is { } moved && meta.SealedFrom == drop.From && target?.Adopted == MoveOf(partition.Id, drop.From))
        {
            await Become(meta with
            {
                Range = new KeyRange(meta.Range.From, moved.From),
                SealedFrom = null,
                Dropping = moved,
            });
        }

        await FinishDrop();
    }

    private async Task FinishDrop()
    {
        if (partition.Meta.Dropping is not { } moved)
            return;
        await _rows.RemoveAsync(moved);
        await Become(partition.Meta with { Dropping = null });
    }

    private Task Close()
    {
        var totals = partition.Meta.Totals;
        return totals.Objects + totals.Versions > 0 ? Task.CompletedTask : Become(partition.Meta with { IsClosed = true });
    }

    private async Task Become(PartitionMeta meta)
    {
        partition.Meta = meta;
        partition.Add(new RowChange(PartitionMeta.Row, meta.ToRow()));
        await partition.Durable();
    }

    private static string MoveOf(PartitionId source, string from) => $"{source} {from}";

    private static KeyRange RangeOf(string from, string to) => new(from, to.Length == 0 ? null : to);

    private static KeyRange Join(KeyRange own, KeyRange moved)
    {
        if (own.IsEmpty)
            return moved;
        if (own.To == moved.From)
            return new KeyRange(own.From, moved.To);
        if (moved.To == own.From)
            return new KeyRange(moved.From, own.To);
        throw new InvalidOperationException($"Keys from '{moved.From}' do not adjoin those from '{own.From}'.");
    }

    private static bool IsBeyond(KeyRange range, string from) =>
        range.To is { } to && KeyPath.Of(from).Key.SequenceCompareTo(KeyPath.Of(to).Key) >= 0;
}
