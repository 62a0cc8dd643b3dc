using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Journals the epochs; who reports is kept in memory, and known again after <see cref="IPlacementGrain.Silence"/>.</summary>
internal sealed class PlacementGrain(TimeProvider time) : EventSourcedGrain<PlacementChange>, IPlacementGrain
{
    private readonly BlobPlacement _placement = new();
    private readonly PlacementReports _reports = new(time.GetUtcNow());

    protected override PartitionId Partition => new("objectstore.placement", $"{this.GetPrimaryKeyLong()}");

    protected override IEventCodec<PlacementChange> Codec { get; } =
        new JsonEventCodec<PlacementChange>(PlacementJson.Default.PlacementChange);

    public async Task<PlacementReply> Configure(
        ImmutableArray<PlacementNode> nodes, ImmutableArray<string> givenUp, CancellationToken cancellationToken)
    {
        var ruling = _placement.Configure([.. nodes.Select(node => new RingNode(node.Name, node.Weight))], givenUp);
        if (ruling.Change is not null)
        {
            Raise(ruling.Change);
            _reports.ListenFrom(time.GetUtcNow());
        }

        await Durable();
        return new PlacementReply((PlacementRefusal)ruling.Fault, ruling.NotEmptied, State());
    }

    public async Task<Placement> Report(PlacementReport report, CancellationToken cancellationToken)
    {
        _reports.Take(report, time.GetUtcNow());
        await Durable();
        return State();
    }

    public async Task<Placement> Settle(long epoch, CancellationToken cancellationToken)
    {
        if (_placement.Settle(epoch) is { } change)
            Raise(change);
        await Durable();
        return State();
    }

    protected override void Apply(in PlacementChange value) => _placement.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, _placement.Snapshot(), PlacementJson.Default.PlacementSnapshot);
    }

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) =>
        _placement.Restore(JsonSerializer.Deserialize(input, PlacementJson.Default.PlacementSnapshot)!);

    private Placement State() => new(
        [
            .. _placement.Epochs.Select(epoch => new PlacementEpoch(
                epoch.Number, [.. epoch.Nodes.Select(node => new PlacementNode(node.Name, node.Weight))])),
        ],
        _placement.IsSettled,
        !_placement.IsSettled && _reports.AreAllPast(_placement.Epoch, time.GetUtcNow()));
}
