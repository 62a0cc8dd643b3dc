using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// What is done to objects. Each command has its key's turn while it reads and decides; from the wait for room, after the last read, to
/// the commit nothing is awaited, and the answer is given when all that it rests on is durable. A key that came to the partition only
/// after the command began to read counts as not having come.
/// </summary>
internal sealed class ObjectCommands(IndexPartition partition)
{
    public async Task<WriteReply> Put(PutObject command)
    {
        var path = KeyPath.Of(command.Key.ToString());
        var hash = VersionId.HashOf(command.WriteId);
        WriteReply reply;
        using (await partition.TakeTurnAsync(path.Turn))
        {
            var early = partition.Refusal(path);
            var needs = KeyRules.PutNeeds(IndexTerms.Of(command.Versioning), partition.Meta.Totals.Versions > 0);
            var state = (await partition.ReadAsync(new KeyReading(path, needs), default)).State;
            var upload = command.UploadId is { } id ? await partition.ReadAsync(new UploadReading(path, id), default) : null;
            var note = command.Content is ObjectContent.Whole whole ? IndexNote.RowOf(IndexSpace.Intents, whole.Blob.ToString()) : null;
            var isNoted = note is null || await partition.GetAsync(note, default) is not null;
            var useless = await UselessBlobs.OfAsync(partition, path, state.Null);
            await partition.Room();

            var isMade = state.Newest is { IsMarker: false } newest && newest.WriteHash == hash;
            if ((early ?? partition.Refusal(path)) is { } refusal)
                reply = IndexTerms.Refused(refusal);
            else if (partition.Writes.TryFind(hash, out var trace))
                reply = IndexTerms.WriteReplyOf(trace.Answer(null));
            else if (!isMade && upload is { Suffix: null })
                reply = IndexTerms.Refused(WriteOutcome.NoSuchUpload);
            else if (!isMade && !isNoted)
                reply = IndexTerms.Refused(WriteOutcome.NotNoted);
            else
                reply = Put(command, path, hash, state, upload, useless, note);
            if (reply.Outcome is not (WriteOutcome.Done or WriteOutcome.Moved) && isNoted && command.Content is ObjectContent.Whole refused)
                Refuse(command.Key, refused.Blob, note!);
        }

        await partition.Durable();
        return reply;
    }

    public async Task<DeleteReply> Delete(DeleteObject command)
    {
        if (!IndexTerms.TryReadVersion(command.VersionId, out var target))
            return new DeleteReply(WriteOutcome.NoSuchVersion, null, false);
        var path = KeyPath.Of(command.Key.ToString());
        var hash = VersionId.HashOf(command.WriteId);
        using (await partition.TakeTurnAsync(path.Turn))
        {
            var early = partition.Refusal(path);
            var needs = KeyRules.DeleteNeeds(IndexTerms.Of(command.Versioning), target, partition.Meta.Totals.Versions > 0);
            var state = (await partition.ReadAsync(new KeyReading(path, needs), default)).State;
            var useless = await UselessBlobs.OfAsync(partition, path, target is null ? state.Null : state.Target);
            await partition.Room();

            if ((early ?? partition.Refusal(path)) is { } refusal)
                return new DeleteReply(refusal, null, false);
            if (partition.Writes.TryFind(hash, out var trace))
                return IndexTerms.DeleteReplyOf(trace.Answer(target));
            var rows = new KeyRows(path, state.Pointers);
            var terms = Terms(command.Versioning, command.Condition, hash);
            var answer = target is { } id
                ? KeyRules.DeleteVersion(state, id, terms, rows)
                : KeyRules.Delete(state, terms, ObjectBodies.Marker(command.Owner), rows);
            if (rows.Changes.Count > 0)
                Add(path, rows, useless, answer, hash);
            return IndexTerms.DeleteReplyOf(answer);
        }
    }

    public async Task<WriteReply> Change(ChangeObject command)
    {
        if (!IndexTerms.TryReadVersion(command.VersionId, out var target))
            return IndexTerms.Refused(WriteOutcome.NoSuchVersion);
        var path = KeyPath.Of(command.Key.ToString());
        WriteReply reply;
        using (await partition.TakeTurnAsync(path.Turn))
        {
            var early = partition.Refusal(path);
            var needs = KeyRules.FindNeeds(target, partition.Meta.Totals.Versions > 0);
            var state = (await partition.ReadAsync(new KeyReading(path, needs), default)).State;
            await partition.Room();

            if ((early ?? partition.Refusal(path)) is { } refusal)
                reply = IndexTerms.Refused(refusal);
            else if (KeyRules.Find(state, target) is var outcome and not KeyOutcome.Done)
                reply = IndexTerms.Refused(IndexTerms.Of(outcome));
            else
            {
                var rows = new KeyRows(path, state.Pointers);
                reply = IndexTerms.WriteReplyOf(
                    KeyRules.Change(state, ObjectBodies.Change(state.Target!, command.Tags, command.Acl), rows));
                partition.Add(rows);
                partition.Rate.Count();
            }
        }

        await partition.Durable();
        return reply;
    }

    private WriteReply Put(
        PutObject command, KeyPath path, UInt128 hash, KeyState state, UploadReading? upload, UselessBlobs useless, string? note)
    {
        var pointers = upload is null ? state.Pointers : state.Pointers.Concat(upload.Pointers).ToDictionary();
        var rows = new KeyRows(path, pointers);
        if (upload?.Suffix is { } suffix)
            rows.DeleteUpload(suffix);
        var content = ObjectBodies.Write(command.Description, command.Content);
        var answer = KeyRules.Put(state, Terms(command.Versioning, command.Condition, hash), content, rows);
        if (answer.Outcome != KeyOutcome.Done)
            return IndexTerms.WriteReplyOf(answer);
        if (note is not null)
            partition.Add(new RowChange(note, null));
        if (upload is not null)
            partition.Add(new IndexNote(command.UploadId!, command.Key.ToString(), partition.NowUs).ToRow(IndexSpace.Ended));
        useless.Add(command.Garbage);
        Add(path, rows, useless, answer, hash);
        return IndexTerms.WriteReplyOf(answer);
    }

    // A note that is there still says that no earlier attempt at the same put has used the blob, whatever its answer was.
    private void Refuse(ObjectKey key, BlobId blob, string note)
    {
        partition.Add(new RowChange(note, null));
        partition.Add(new IndexNote(blob.ToString(), key.ToString(), partition.NowUs).ToRow(IndexSpace.Garbage));
    }

    private KeyTerms Terms(VersioningState versioning, WriteCondition condition, UInt128 hash) =>
        new(hash, partition.NextStamp(), IndexTerms.Of(versioning), IndexTerms.Of(condition));

    private void Add(KeyPath path, KeyRows rows, UselessBlobs useless, KeyAnswer answer, UInt128 hash)
    {
        partition.Add(rows);
        useless.Collect(rows.Removed);
        foreach (var change in useless.ToRows(path, partition.NowUs))
            partition.Add(change);
        partition.Writes.Add(WriteTrace.Of(hash, answer));
        partition.Rate.Count();
    }
}
