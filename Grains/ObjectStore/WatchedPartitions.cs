using System.Text;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// The partitions that a shard looks after, as rows: <c>w:id</c> for each, and <c>c</c>, which says where the walk through them stands.
/// </summary>
internal sealed class WatchedPartitions
{
    private const string Prefix = "w:";
    private const byte Format = 1;
    private static readonly RowKey CursorKey = new("c");

    private readonly IGrainStore _store;
    private readonly PartitionLease _lease;

    private WatchedPartitions(IGrainStore store, PartitionLease lease) => (_store, _lease) = (store, lease);

    /// <summary>The last partition that the walk is through with; empty at its beginning.</summary>
    public string Cursor { get; private set; } = "";

    public static async Task<WatchedPartitions> OpenAsync(IGrainStore store, PartitionId partition, CancellationToken cancellationToken)
    {
        var watched = new WatchedPartitions(store, await store.OpenAsync(partition, cancellationToken));
        if (await store.GetAsync(partition, CursorKey, cancellationToken) is { } cursor)
            watched.Cursor = Encoding.ASCII.GetString(cursor.Span);
        return watched;
    }

    public async Task<WatchedPartition?> FindAsync(IndexPartitionId id) =>
        await _store.GetAsync(_lease.Partition, KeyOf(id), default) is { } row ? Read(id, row) : null;

    public Task PutAsync(WatchedPartition partition)
    {
        var at = new RowWriter();
        at.Byte(Format);
        at.Text(partition.Bucket);
        at.Byte(partition.IsReleased ? (byte)1 : (byte)0);
        return CommitAsync(new RowBatch().Put(KeyOf(partition.Id), at.ToArray()));
    }

    public Task RemoveAsync(IndexPartitionId id) => CommitAsync(new RowBatch().Delete(KeyOf(id)));

    /// <summary>The next partition of the walk; null at its end.</summary>
    public async Task<WatchedPartition?> NextAsync(CancellationToken cancellationToken)
    {
        var from = Cursor.Length == 0 ? new RowKey(Prefix) : new RowKey(Prefix + Cursor).Next();
        var rows = await _store.ScanAsync(_lease.Partition, new RowRange(from, RowKey.After(Prefix), 1), cancellationToken);
        return rows.Count == 0 ? null : Read(IndexPartitionId.Parse(rows[0].Key.ToString()[Prefix.Length..]), rows[0].Value);
    }

    /// <summary>The walk goes on behind this partition; null for the beginning.</summary>
    public Task PassAsync(IndexPartitionId? id)
    {
        Cursor = id?.ToString() ?? "";
        return CommitAsync(new RowBatch().Put(CursorKey, Encoding.ASCII.GetBytes(Cursor)));
    }

    private static RowKey KeyOf(IndexPartitionId id) => new($"{Prefix}{id}");

    private static WatchedPartition Read(IndexPartitionId id, ReadOnlyMemory<byte> row)
    {
        var at = new RowReader(row);
        at.Format(Format);
        return new WatchedPartition(id, at.Text(), at.Byte() != 0);
    }

    private async Task CommitAsync(RowBatch batch) => await _store.CommitAsync(_lease, batch, default);
}

/// <summary>A partition that is looked after.</summary>
/// <param name="Id">Which.</param>
/// <param name="Bucket">The name of its bucket.</param>
/// <param name="IsReleased">Whether it is of no use any more.</param>
internal sealed record WatchedPartition(IndexPartitionId Id, string Bucket, bool IsReleased);
