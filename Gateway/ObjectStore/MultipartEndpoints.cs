using System.Collections.Immutable;
using System.Globalization;
using OrleansLld.ObjectStore.Wire.Checksums;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Begins and ends uploads that come in parts.</summary>
internal sealed class MultipartEndpoints(IGrainFactory grains, BucketIndex index, TimeProvider time)
{
    private const string AlgorithmHeader = "x-amz-checksum-algorithm";
    private const string TypeHeader = "x-amz-checksum-type";
    private const string SizeHeader = "x-amz-mp-object-size";

    /// <summary>POST that begins an upload.</summary>
    public async Task Create(ObjectStoreCall call)
    {
        var description = ObjectDescriptions.Read(call);
        var algorithm = ChecksumRequest.AlgorithmOf(call, AlgorithmHeader);
        var type = ChecksumRequest.TypeOf(call, algorithm);
        if (call.Refusal is not null)
            return;
        var id = ObjectWriter.NewId();
        var settings = call.Settings;
        var initiator = call.Who.Account is { } account ? new ObjectOwner(account, call.Who.Handle) : description.Owner;
        var upload = new UploadDescription(
            call.Bucket, settings.Incarnation, new ObjectKey(call.Key), initiator, call.Now, description, algorithm, type);
        var grain = grains.GetGrain<IMultipartUploadGrain>(id);
        var refusal = await AskMoving(call, partition => grain.Begin(new BeginUpload(upload, partition), CancellationToken.None));
        if (refusal != MultipartRefusal.None)
        {
            call.Refuse(ObjectRefusals.Of(refusal));
            return;
        }

        if (algorithm is { } checksum)
        {
            call.Response.Headers[AlgorithmHeader] = checksum.ToKind().Name();
            call.Response.Headers[TypeHeader] = type.Name();
        }

        call.Xml.Document("InitiateMultipartUploadResult"u8)
            .Element("Bucket"u8, call.Bucket)
            .Element("Key"u8, call.Key)
            .Element("UploadId"u8, id)
            .End("InitiateMultipartUploadResult"u8);
        await call.SendXml();
    }

    /// <summary>POST that makes an object of an upload.</summary>
    public async Task Complete(ObjectStoreCall call)
    {
        var condition = ObjectDescriptions.ConditionOf(call);
        if (call.Refusal is not null || call.OpenBody(BodyUse.Completion) is not { } body)
            return;
        var document = await body.ReadAll(WireXmlLimits.Parts.BytesMax, call.Aborted);
        var lines = call.Take(CompleteUploadXml.Parse(document));
        if (call.Refusal is not null || await KnownUpload.Find(grains, call) is not { } upload)
            return;
        var checksum = ClaimOf(call, upload.Description);
        var bytes = SizeOf(call);
        if (call.Refusal is not null)
            return;
        ImmutableArray<NamedPart> parts = [.. lines.Select(line => new NamedPart(line.Number, line.ETag, line.Checksum))];
        var reply = await call.WhileWaiting(Complete(call, upload, parts, condition, checksum, bytes), time);
        if (reply is not null && Refusal(reply) is { } refusal)
            call.Refuse(refusal);
        else if (reply is not null)
            WriteCompleted(call, reply);
        await call.SendAfterWaiting();
    }

    /// <summary>DELETE of an upload.</summary>
    public async Task Abort(ObjectStoreCall call)
    {
        if (await KnownUpload.Find(grains, call) is not { } upload)
            return;
        var refusal = await AskMoving(call, partition => upload.Grain.Abort(partition, CancellationToken.None));
        if (refusal == MultipartRefusal.None)
            await call.SendNothing(StatusCodes.Status204NoContent);
        else
            call.Refuse(ObjectRefusals.Of(refusal));
    }

    private async Task<CompleteReply?> Complete(
        ObjectStoreCall call,
        KnownUpload upload,
        ImmutableArray<NamedPart> parts,
        WriteCondition condition,
        ObjectChecksum? checksum,
        long? bytes) => await index.Ask(
            call.Known!,
            call.Key,
            (bucket, _) => upload.Grain.Complete(
                new CompleteUpload(
                    parts, bucket.PartitionIdOf(call.Key), condition, bucket.Settings.Versioning, checksum, bytes),
                CancellationToken.None),
            reply => OutcomeOf(reply.Refusal),
            CancellationToken.None);

    private async ValueTask<MultipartRefusal> AskMoving(ObjectStoreCall call, Func<IndexPartitionId, Task<MultipartRefusal>> ask) =>
        await index.Ask(
            call.Known!, call.Key, (bucket, _) => ask(bucket.PartitionIdOf(call.Key)), OutcomeOf, CancellationToken.None);

    private static WriteOutcome OutcomeOf(MultipartRefusal refusal) =>
        refusal == MultipartRefusal.Moved ? WriteOutcome.Moved : WriteOutcome.Done;

    private static S3Error? Refusal(CompleteReply reply) => reply switch
    {
        { Refusal: MultipartRefusal.NotWritten, Write: { } write } => BucketErrors.Of(write.Outcome, mayList: true),
        { Refusal: MultipartRefusal.None } => null,
        _ => ObjectRefusals.Of(reply.Refusal),
    };

    private static void WriteCompleted(ObjectStoreCall call, CompleteReply reply)
    {
        if (!call.Response.HasStarted)
            call.TellVersion(reply.Write?.VersionId);
        call.Xml.Document("CompleteMultipartUploadResult"u8)
            .Element("Location"u8, PostFormAnswer.LocationOf(call))
            .Element("Bucket"u8, call.Bucket)
            .Element("Key"u8, call.Key)
            .ETag(reply.ETag)
            .Checksum(reply.Checksum)
            .End("CompleteMultipartUploadResult"u8);
    }

    /// <summary>The checksum that the client says the object has; refuses the call where it cannot be one.</summary>
    private static ObjectChecksum? ClaimOf(ObjectStoreCall call, UploadDescription upload)
    {
        // In an upload of parts a composite checksum ends in a dash and their number, which is no Base64.
        foreach (var kind in ChecksumKinds.All)
        {
            if (call.Header(kind.Header()) is not { } value)
                continue;
            var type = call.Header(TypeHeader) is { } text ? ChecksumRequest.Parse(text) : upload.ChecksumType;
            if (type is null)
                call.Refuse(S3Error.InvalidRequest with { Message = "Value for x-amz-checksum-type header is invalid." });
            return new ObjectChecksum(kind.ToContract(), type ?? upload.ChecksumType, value);
        }

        return null;
    }

    private static long? SizeOf(ObjectStoreCall call)
    {
        if (call.Header(SizeHeader) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            return bytes;
        call.Refuse(S3Error.InvalidRequest with { Message = $"Value for {SizeHeader} header is invalid." });
        return null;
    }
}
