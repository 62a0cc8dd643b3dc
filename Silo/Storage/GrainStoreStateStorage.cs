using System.Buffers.Binary;
using System.Globalization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace OrleansLld.Storage;

/// <summary>
/// Orleans' own grain state over <see cref="IGrainStore"/>, for Orleans features that ask for a storage provider; the product's
/// grains have journals. One partition per grain, one row per state: its version, which is the ETag, and the serialized value,
/// together at most <see cref="RowBatch.ValueBytesMax"/>.
/// </summary>
/// <remarks>
/// A write opens the partition, compares versions and commits. Whoever opens the partition in between makes the commit stale, so
/// that compare and write are one step and no lease has to be kept.
/// </remarks>
internal sealed class GrainStoreStateStorage(IGrainStore store, IGrainStorageSerializer serializer, IActivatorProvider activators)
    : IGrainStorage
{
    private const string Kind = "orleans.state";
    private const int VersionBytes = sizeof(long);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await store.GetAsync(PartitionOf(grainId), KeyOf(stateName), CancellationToken.None);
        if (stored is { } row)
            Set(grainState, serializer.Deserialize<T>(new BinaryData(row[VersionBytes..])), VersionOf(row));
        else
            Clear(grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var value = serializer.Serialize(grainState.State).ToMemory();
        var version = await ChangeAsync(stateName, grainId, grainState, version =>
        {
            var row = new byte[VersionBytes + value.Length];
            BinaryPrimitives.WriteInt64LittleEndian(row, version);
            value.CopyTo(row.AsMemory(VersionBytes));
            return new RowBatch().Put(KeyOf(stateName), row);
        });
        Set(grainState, grainState.State, version);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await ChangeAsync(stateName, grainId, grainState, _ => new RowBatch().Delete(KeyOf(stateName)));
        Clear(grainState);
    }

    private async Task<long> ChangeAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, Func<long, RowBatch> change)
    {
        var lease = await store.OpenAsync(PartitionOf(grainId), CancellationToken.None);
        var stored = await store.GetAsync(lease.Partition, KeyOf(stateName), CancellationToken.None);
        var etag = stored is { } row ? ETagOf(VersionOf(row)) : null;
        if (etag != grainState.ETag)
            throw new InconsistentStateException($"Somebody else changed the state {stateName} of {grainId}.", etag, grainState.ETag);
        try
        {
            // The epoch is new with each opening, so that a version never comes back, not even after a deletion.
            await store.CommitAsync(lease, change(lease.Epoch), CancellationToken.None);
            return lease.Epoch;
        }
        catch (StaleLeaseException stale)
        {
            throw new InconsistentStateException(etag, grainState.ETag, stale);
        }
    }

    private static void Set<T>(IGrainState<T> grainState, T? value, long version)
    {
        grainState.State = value;
        grainState.ETag = ETagOf(version);
        grainState.RecordExists = true;
    }

    private void Clear<T>(IGrainState<T> grainState)
    {
        grainState.State = activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static PartitionId PartitionOf(GrainId grainId) => new(Kind, EscapedName.Of(grainId.ToString()));

    private static RowKey KeyOf(string stateName) => new(EscapedName.Of(stateName));

    private static long VersionOf(ReadOnlyMemory<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(row.Span);

    private static string ETagOf(long version) => version.ToString(CultureInfo.InvariantCulture);
}
