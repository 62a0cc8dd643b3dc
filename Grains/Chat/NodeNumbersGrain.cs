using System.Buffers.Binary;
using System.Globalization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>Leases node numbers. Each is a row, so a silo's number outlives this activation.</summary>
internal sealed class NodeNumbersGrain(IGrainStore store, TimeProvider time) : Grain, INodeNumbersGrain
{
    private static readonly PartitionId Partition = new("chat.node-numbers", "0");
    private static readonly RowRange All = RowRange.StartingWith("n.", INodeNumbersGrain.Numbers);

    private readonly SortedDictionary<int, (Guid Owner, DateTimeOffset Until)> _leases = [];
    private PartitionLease _partition = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _partition = await store.OpenAsync(Partition, cancellationToken);
        foreach (var row in await store.ScanAsync(Partition, All, cancellationToken))
        {
            var value = row.Value.Span;
            var until = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(value[16..]), TimeSpan.Zero);
            var number = int.Parse(row.Key.ToString().AsSpan(2), CultureInfo.InvariantCulture);
            _leases[number] = (new Guid(value[..16]), until);
        }
    }

    public async Task<NodeNumber> Take(Guid owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var number = NumberFor(owner, now);
        // Ids of an earlier owner are not above the end of its lease.
        var above = _leases.TryGetValue(number, out var before) && before.Owner != owner ? Snowflakes.FirstAt(before.Until) : 0;
        var until = now + INodeNumbersGrain.Lease;
        await Write(number, owner, until, cancellationToken);
        _leases[number] = (owner, until);
        return new NodeNumber(number, until, above);
    }

    private int NumberFor(Guid owner, DateTimeOffset now)
    {
        foreach (var (number, lease) in _leases)
            if (lease.Owner == owner)
                return number;
        for (var number = 0; number < INodeNumbersGrain.Numbers; number++)
            if (!_leases.TryGetValue(number, out var lease) || lease.Until + MessageIds.ClocksApart < now)
                return number;
        throw new InvalidOperationException($"All {INodeNumbersGrain.Numbers} node numbers are leased.");
    }

    private async Task Write(int number, Guid owner, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var value = new byte[24];
        owner.TryWriteBytes(value);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(16), until.UtcTicks);
        var batch = new RowBatch();
        batch.Put(new RowKey(string.Create(CultureInfo.InvariantCulture, $"n.{number:D4}")), value);
        try
        {
            await store.CommitAsync(_partition, batch, cancellationToken);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or StaleLeaseException)
        {
            DeactivateOnIdle();
            throw new StorageUnavailableException("The lease of the node number may not be stored.", failure);
        }
    }
}
