using System.Buffers;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// One bucket. Admission is answered from memory; what makes, removes or rebalances the bucket takes its turn (<see cref="BucketWork"/>).
/// </summary>
[Reentrant]
internal sealed class BucketGrain : DormantGrain<BucketEvent>, IBucketGrain
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _lookEvery;
    private readonly Bucket _bucket;
    private readonly BucketWork _work;
    private readonly BucketBalance _balance;
    private readonly BucketAnswers _answers;

    public BucketGrain(TimeProvider time, IOptions<ObjectStoreOptions> options)
    {
        (_time, _lookEvery) = (time, options.Value.RebalanceEvery);
        _bucket = new Bucket(Name);
        _answers = new BucketAnswers(_bucket);
        _work = new BucketWork(_bucket, new BucketOthers(Name, GrainFactory, options.Value.GarbageShards), Wake, Write);
        _balance = new BucketBalance(_bucket, _work, options.Value);
    }

    protected override PartitionId Partition => new("objectstore.bucket", Name);

    protected override IEventCodec<BucketEvent> Codec { get; } = new JsonEventCodec<BucketEvent>(BucketJson.Default.BucketEvent);

    protected override bool MayBeStored => BucketNames.IsWellFormed(Name);

    private string Name => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        this.RegisterGrainTimer(_balance.Look, new GrainTimerCreationOptions(_lookEvery, _lookEvery) { Interleave = true });
    }

    public async Task<BucketRefusal> Create(CreateBucket command, CancellationToken cancellationToken)
    {
        if (!MayBeStored)
            return BucketRefusal.InvalidName;
        if (command.Owner.Account is null)
            return BucketRefusal.AccessDenied;
        return await _work.Create(BucketCommands.Created(command, _time.GetUtcNow()));
    }

    public Task<BucketRefusal> Delete(Requester requester, CancellationToken cancellationToken) => _work.Delete(requester);

    public async Task<Admission> Admit(AccessRequest request, CancellationToken cancellationToken)
    {
        await _work.ComeOrGo();
        var admission = _answers.Admission(request, _time.GetUtcNow());
        await Settled();
        return admission;
    }

    public async Task<BucketRefusal> Configure(ConfigureBucket command, CancellationToken cancellationToken)
    {
        var change = BucketCommands.Change(command.Change);
        var refusal = await _work.WhenStanding(() =>
        {
            var ruling = _bucket.Configure(BucketCommands.Requester(command.Who), change);
            if (ruling.Event is not null)
                Raise(ruling.Event);
            return BucketCommands.Refusal(ruling.Fault);
        });
        await Settled();
        return refusal;
    }

    public async Task<BucketSettings?> Describe(CancellationToken cancellationToken)
    {
        await _work.ComeOrGo();
        var settings = _answers.Settings;
        await Settled();
        return settings;
    }

    public Task Rebalance(CancellationToken cancellationToken) => _balance.Look(cancellationToken);

    protected override void Apply(in BucketEvent value) => _bucket.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output) =>
        JsonSnapshot.Write(output, _bucket.Snapshot(), BucketJson.Default.BucketSnapshot);

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) =>
        _bucket.Restore(JsonSnapshot.Read(input, BucketJson.Default.BucketSnapshot));

    private Task Write(BucketEvent happened)
    {
        Raise(happened);
        return Durable();
    }
}
