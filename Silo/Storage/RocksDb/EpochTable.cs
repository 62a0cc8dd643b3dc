namespace OrleansLld.Storage.RocksDb;

/// <summary>
/// The epochs of the partitions in use, as the writer's thread knows them: read from the header on first use, forgotten when
/// the table is full (the header still has them).
/// </summary>
/// <remarks>
/// A lease that had part in a failed write is broken: nobody knows whether its last commit is there, so that a further one
/// could follow a gap. Only a new opening mends that, and it is therefore remembered when all else is forgotten.
/// </remarks>
internal sealed class EpochTable(RocksDbDatabase database, int countMax)
{
    private readonly Dictionary<PartitionId, long> _epochs = [];
    private readonly Dictionary<PartitionId, long> _broken = [];

    /// <summary>The partition's epoch, 0 before the first opening.</summary>
    public long Current(PartitionId partition)
    {
        if (_epochs.TryGetValue(partition, out var known))
            return known;
        Span<byte> key = stackalloc byte[StoredKey.LengthMax];
        var length = StoredKey.WritePartition(partition, key);
        var stored = StoredKey.ReadHeader(partition, database.Get(key[..length]));
        Set(partition, stored);
        return stored;
    }

    public void Set(PartitionId partition, long epoch)
    {
        if (_epochs.Count >= countMax)
            _epochs.Clear();
        _epochs[partition] = epoch;
    }

    public bool IsBroken(PartitionLease lease) => _broken.Count > 0 && _broken.GetValueOrDefault(lease.Partition) == lease.Epoch;

    public void Break(PartitionLease lease) => _broken[lease.Partition] = lease.Epoch;

    public void Mend(PartitionId partition) => _broken.Remove(partition);

    /// <summary>Forgets what a failed write may have changed; the headers are read again.</summary>
    public void Forget() => _epochs.Clear();
}
