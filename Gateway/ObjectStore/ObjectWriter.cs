using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

// The order of every write: the note of the blob is durable, then the blob, then the index. What breaks off between two steps leaves a
// note, and the collector deletes what it names.
//
//   note ─────────────────┐
//   socket ─► blob (aside) ┴─► published ─► index ─► answer

/// <summary>Stores bytes, and makes objects of them.</summary>
internal sealed class ObjectWriter(BucketIndex index, IBlobStore blobs)
{
    /// <summary>A name for a blob or a write; later ones sort behind earlier ones.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("N");

    /// <summary>Stores the bytes of an object: in its row where they are few, else in a blob.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key that the object will have.</param>
    /// <param name="body">The bytes; its reads fail where they are not what they should be.</param>
    /// <param name="length">How many they are.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is stored then.</param>
    public async ValueTask<ObjectContent> Store(
        KnownBucket bucket, ObjectKey key, Stream body, long length, CancellationToken cancellationToken)
    {
        if (length > ObjectContent.InlineBytesMax)
            return await StoreBlob(bucket, key, body, cancellationToken);
        var bytes = length == 0 ? [] : GC.AllocateUninitializedArray<byte>((int)length);
        // A body is checked when its last byte is read, or its end where it is empty.
        await body.ReadExactlyAsync(bytes, cancellationToken);
        if (bytes.Length == 0)
            await body.CopyToAsync(Stream.Null, cancellationToken);
        return new ObjectContent.Inline(bytes);
    }

    /// <summary>Stores the bytes of an object whose number shows at the end.</summary>
    public async ValueTask<ObjectContent> StoreUnmeasured(
        KnownBucket bucket, ObjectKey key, Stream body, CancellationToken cancellationToken)
    {
        var first = GC.AllocateUninitializedArray<byte>(ObjectContent.InlineBytesMax + 1);
        var count = await body.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        if (count < first.Length)
            return new ObjectContent.Inline(first.AsMemory(0, count));
        return await StoreBlob(bucket, key, new ResumedContent(first, body), cancellationToken);
    }

    /// <summary>Stores bytes in a blob, whatever their number.</summary>
    public async ValueTask<ObjectContent> StoreBlob(KnownBucket bucket, ObjectKey key, Stream body, CancellationToken cancellationToken)
    {
        var blob = new BlobId(NewId());
        await StoreBlob(blob, body, Note(bucket, key, blob, cancellationToken), cancellationToken);
        return new ObjectContent.Whole(blob);
    }

    /// <summary>Stores bytes in a blob that is being noted.</summary>
    /// <returns>How many they were.</returns>
    public async ValueTask<long> StoreBlob(BlobId blob, Stream body, Task noted, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = new NotedContent(body, noted);
            return await blobs.WriteAsync(blob, content, cancellationToken);
        }
        catch
        {
            // The write tells what failed; a note that fails too tells nothing more, but must have been looked at.
            await noted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            throw;
        }
    }

    /// <summary>Makes the content the newest version of its key; refuses the call where the index does.</summary>
    /// <returns>What the index did; null where it refused.</returns>
    public async ValueTask<WriteReply?> Put(
        ObjectStoreCall call, ObjectKey key, ObjectContent content, ObjectDescription description, WriteCondition condition)
    {
        var writeId = content is ObjectContent.Whole whole ? whole.Blob.ToString() : NewId();
        // From here on the object may be there whether or not somebody waits for the answer.
        var reply = await index.Ask(
            call.Known!,
            key.ToString(),
            (bucket, partition) => partition.Put(
                new PutObject(key, writeId, content, description, condition, bucket.Settings.Versioning, null, []),
                CancellationToken.None),
            reply => reply.Outcome,
            CancellationToken.None);
        if (reply.Outcome == WriteOutcome.Done)
            return reply;
        // The blob is the index's to give up, as an earlier attempt at this very put may have made it an object.
        call.Refuse(BucketErrors.Of(reply.Outcome, mayList: true));
        return null;
    }

    private async Task Note(KnownBucket bucket, ObjectKey key, BlobId blob, CancellationToken cancellationToken)
    {
        var isNoted = await index.Ask(
            bucket,
            key.ToString(),
            (_, partition) => partition.Intend(key, blob, cancellationToken),
            isNoted => isNoted ? WriteOutcome.Done : WriteOutcome.Moved,
            cancellationToken);
        if (!isNoted)
            throw new S3RefusalException(S3Error.ServiceUnavailable);
    }
}
