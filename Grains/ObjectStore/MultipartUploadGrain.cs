using System.Buffers;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Collects the parts of one upload. Some time after its end nothing is stored of it any more.</summary>
[Reentrant]
internal sealed class MultipartUploadGrain(
    UploadCommands commands, UploadRemains remains, BlobDeletions deletions, TimeProvider time, IOptions<ObjectStoreOptions> options)
    : DormantGrain<UploadEvent>, IMultipartUploadGrain
{
    private readonly Upload _upload = new(options.Value.UploadLimits);
    private Task<WriteReply>? _asking;

    protected override PartitionId Partition => new("objectstore.upload", Id);

    protected override IEventCodec<UploadEvent> Codec { get; } = new JsonEventCodec<UploadEvent>(UploadJson.Default.UploadEvent);

    protected override bool MayBeStored => UploadCommands.IsId(Id);

    private string Id => this.GetPrimaryKeyString();

    public async Task<MultipartRefusal> Begin(BeginUpload command, CancellationToken cancellationToken)
    {
        if (!UploadCommands.IsId(Id))
            throw new ArgumentException("An upload's id is 16 to 32 letters, digits, '-' and '_'.", nameof(command));
        var checksum = UploadCommands.ChecksumOf(command.Upload);
        // Listed first: what the list has is found and ended by the collector, whatever becomes of this call.
        var isNew = _upload.Stage == UploadStage.None;
        if (isNew && !await Index(command.Partition).Announce(UploadCommands.Entry(command.Upload, Id), cancellationToken))
            return MultipartRefusal.Moved;
        await Wake();
        return await Settle(_upload.Begin(commands.Stored(command.Upload), checksum));
    }

    public async Task<UploadDescription?> Describe(CancellationToken cancellationToken)
    {
        var isThere = UploadCommands.State(_upload) is UploadState.Open or UploadState.Aborting || _upload.Completed is not null;
        await Settled();
        return isThere && !IsForgotten() ? commands.Described(_upload) : null;
    }

    public Task<MultipartRefusal> Intend(int partNumber, BlobId blob, CancellationToken cancellationToken) =>
        Settle(_upload.Note(blob.ToString(), Times.NowUs(time)));

    public async Task<MultipartRefusal> AddPart(ObjectPart part, CancellationToken cancellationToken)
    {
        if (_upload.IsCluttered)
            await Collect(cancellationToken);
        return await Settle(_upload.Add(UploadCommands.Stored(part, _upload.Terms?.Checksum)));
    }

    public async Task<PartPage> Parts(int after, int limit, CancellationToken cancellationToken)
    {
        var page = UploadCommands.Page(_upload, after, limit);
        await Settled();
        return page;
    }

    public async Task<CompleteReply> Complete(CompleteUpload command, CancellationToken cancellationToken)
    {
        if (UploadCommands.StillAsked(await Finish(command.Partition)) is { } unanswered)
            return UploadCommands.Refused(unanswered);
        var ruling = IsForgotten()
            ? UploadRuling.Refuse(UploadFault.NoSuchUpload)
            : _upload.Complete(UploadCommands.Claim(command), UploadCommands.Terms(command));
        if (ruling.Event is null)
            return await Settle(ruling) is var refusal and not MultipartRefusal.None
                ? UploadCommands.Refused(refusal)
                : UploadCommands.Answer(_upload);
        Raise(ruling.Event);
        var reply = await Finish(command.Partition);
        if (UploadCommands.StillAsked(reply) is { } open)
            return UploadCommands.Refused(open);
        return _upload.Stage == UploadStage.Completed
            ? UploadCommands.Answer(_upload)
            : UploadCommands.Refused(MultipartRefusal.NotWritten, reply);
    }

    public async Task<MultipartRefusal> Abort(IndexPartitionId partition, CancellationToken cancellationToken)
    {
        if (UploadCommands.StillAsked(await Finish(partition)) is { } unanswered)
            return unanswered;
        var refusal = await Settle(_upload.Abort());
        if (_upload.Stage != UploadStage.Aborting)
            return refusal;
        var (key, rest) = (commands.Described(_upload).Key, UploadCommands.Blobs(_upload.Rest()));
        if (!await Index(partition).Discard(key, Id, rest, cancellationToken))
            return MultipartRefusal.Moved;
        return await Settle(_upload.Discarded(Times.NowUs(time)));
    }

    public async Task<UploadTidying> Tidy(UploadStanding standing, CancellationToken cancellationToken)
    {
        var state = UploadCommands.State(_upload);
        if (state != UploadState.Gone && standing == UploadStanding.Ended && (state != UploadState.Ended || IsForgotten()))
        {
            DeactivateOnIdle();
            return await remains.Remove(_upload, Partition, cancellationToken);
        }

        await Settle(_upload.GiveUp(Times.Us(time.GetUtcNow() - options.Value.OrphanAge)));
        return await Collect(cancellationToken);
    }

    protected override void Apply(in UploadEvent value) => _upload.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output) =>
        JsonSnapshot.Write(output, _upload.Snapshot(), UploadJson.Default.UploadSnapshot);

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) =>
        _upload.Restore(JsonSnapshot.Read(input, UploadJson.Default.UploadSnapshot));

    private bool IsForgotten() => _upload.EndedBefore(Times.Us(time.GetUtcNow() - options.Value.EndedUploadsKept));

    private IIndexPartitionGrain Index(IndexPartitionId partition) => GrainFactory.GetGrain<IIndexPartitionGrain>(partition.ToString());

    // Whoever comes while the index is asked waits for the one answer; whoever comes after a crash asks the same again.
    private async Task<WriteReply?> Finish(IndexPartitionId partition)
    {
        if (_upload.Stage != UploadStage.Completing)
            return null;
        if (_asking is not { IsCompleted: false })
            _asking = Ask(Index(partition));
        return await _asking;
    }

    private async Task<WriteReply> Ask(IIndexPartitionGrain index)
    {
        await Durable();
        var reply = await index.Put(commands.Put(_upload, Id), CancellationToken.None);
        await Settle(UploadCommands.Follow(reply, time.GetUtcNow()));
        return reply;
    }

    // Only what is of no use durably is deleted, so the list is taken before the wait.
    private async Task<UploadTidying> Collect(CancellationToken cancellationToken)
    {
        var useless = _upload.Useless.ToArray();
        await Settled();
        var deleted = await deletions.Delete(UploadCommands.Blobs(useless.Select(blob => blob.Key)), cancellationToken);
        var gone = deleted.Select(blob => blob.ToString()).ToHashSet();
        await Settle(_upload.Collect(gone));
        var orphans = useless.Count(blob => blob.Value == UselessBecause.GivenUp && gone.Contains(blob.Key));
        return new UploadTidying(
            UploadCommands.State(_upload), gone.Count - orphans, orphans, _upload.Notes + useless.Length - gone.Count);
    }

    private async Task<MultipartRefusal> Settle(UploadRuling ruling)
    {
        if (ruling.Event is not null)
            Raise(ruling.Event);
        await Settled();
        return UploadCommands.Refusal(ruling.Fault);
    }
}
