using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// One sorted range of a bucket's keys. Reentrant around the commit: commands on one key take turns, those on different keys share
/// commits, and questions are answered from what is durable.
/// </summary>
[Reentrant]
internal sealed partial class IndexPartitionGrain(IGrainStore store, TimeProvider time, ILogger<IndexPartitionGrain> log)
    : Grain, IIndexPartitionGrain
{
    private IndexPartition _partition = null!;
    private ObjectCommands _objects = null!;
    private NoteCommands _notes = null!;
    private IndexQuestions _questions = null!;
    private PartitionMoves _moves = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = IndexPartitionId.Parse(this.GetPrimaryKeyString());
        _partition = await IndexPartition.OpenAsync(store, time, id, OnFailed, cancellationToken);
        _objects = new ObjectCommands(_partition);
        _notes = new NoteCommands(_partition);
        _questions = new IndexQuestions(_partition);
        _moves = new PartitionMoves(_partition);
    }

    public Task<WriteReply> Put(PutObject command, CancellationToken cancellationToken) => _objects.Put(command);

    public async Task<ImmutableArray<DeleteReply>> Delete(ImmutableArray<DeleteObject> commands, CancellationToken cancellationToken)
    {
        var replies = ImmutableArray.CreateBuilder<DeleteReply>(commands.Length);
        foreach (var command in commands)
            replies.Add(await _objects.Delete(command));
        await _partition.Durable();
        return replies.MoveToImmutable();
    }

    public Task<FindReply> Find(FindObject query, CancellationToken cancellationToken) => _questions.Find(query, cancellationToken);

    public Task<ListReply> List(ListObjects query, CancellationToken cancellationToken) => _questions.List(query, cancellationToken);

    public Task<WriteReply> Change(ChangeObject command, CancellationToken cancellationToken) => _objects.Change(command);

    public Task<bool> Intend(ObjectKey key, BlobId blob, CancellationToken cancellationToken) => _notes.Intend(key, blob);

    public Task<bool> Announce(UploadEntry upload, CancellationToken cancellationToken) => _notes.Announce(upload);

    public Task<bool> Discard(ObjectKey key, string uploadId, ImmutableArray<BlobId> blobs, CancellationToken cancellationToken) =>
        _notes.Discard(key, uploadId, blobs);

    public Task Tidy(PartitionTidying tidying, CancellationToken cancellationToken) => _notes.Tidy(tidying);

    public Task<PartitionLoad> Move(PartitionStep step, CancellationToken cancellationToken) => _moves.Do(step, cancellationToken);

    private void OnFailed(Exception failure)
    {
        LogCommitFailed(log, _partition.Id, failure);
        DeactivateOnIdle();
    }
}
