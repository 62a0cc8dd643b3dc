using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Deletes objects and versions.</summary>
internal sealed class ObjectDeleteEndpoints(BucketIndex index, BucketAdmission admission, ObjectDeletions deletions, CrossOrigin cors)
{
    /// <summary>DELETE of an object, or of one of its versions.</summary>
    public async Task Delete(ObjectStoreCall call)
    {
        var outcome = WriteConditionParser.ParseDelete(
            call.Header("If-Match"),
            call.Header("x-amz-if-match-last-modified-time"),
            call.Header("x-amz-if-match-size"),
            out var conditions);
        if (ObjectRefusals.Of(outcome) is { } refusal)
            call.Refuse(refusal);
        if (!ObjectLookup.IsVersion(call, call.VersionId) || call.Refusal is not null)
            return;

        var command = ObjectDeletions.CommandOf(call, call.Key, call.VersionId, conditions);
        var replies = await index.Ask(
            call.Known!,
            call.Key,
            (bucket, partition) => partition.Delete(
                [command with { Versioning = bucket.Settings.Versioning }], CancellationToken.None),
            replies => replies[0].Outcome,
            CancellationToken.None);
        var reply = replies[0];
        if (!ObjectDeletions.IsDone(reply.Outcome, call.VersionId))
        {
            call.Refuse(BucketErrors.Of(reply.Outcome, mayList: true));
            return;
        }

        if (reply.IsDeleteMarker)
            call.Response.Headers[ObjectLookup.MarkerHeader] = "true";
        call.TellVersion(reply.VersionId);
        await call.SendNothing(StatusCodes.Status204NoContent);
    }

    /// <summary>POST of a list of objects and versions that are to go.</summary>
    public async Task DeleteList(ObjectStoreCall call)
    {
        if (call.OpenBody(BodyUse.Document, null) is not { } body)
            return;
        if (!body.HasDigest)
        {
            call.Refuse(S3Error.InvalidRequest with
            {
                Message = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
            });
            return;
        }

        var document = await body.ReadAll(WireXmlLimits.Keys.BytesMax, call.Aborted);
        if (call.Take(DeleteListXml.Parse(document)) is not { } list || call.Refusal is not null)
            return;
        var results = new DeleteResult[list.Lines.Length];
        await Admit(call, list.Lines, results);
        cors.Tell(call);
        if (call.Refusal is not null)
            return;
        await deletions.Run(call, list.Lines, results);
        Write(call.Xml, list, results);
        await call.SendXml();
    }

    /// <summary>Asks for each line whether it may be deleted; refuses the call where there is no such bucket.</summary>
    private async Task Admit(ObjectStoreCall call, ImmutableArray<DeleteLine> lines, DeleteResult[] results)
    {
        // Without a policy one key is like another.
        var ofActions = new Dictionary<ObjectStoreAction, DeleteResult>();
        foreach (var (at, line) in lines.Index())
        {
            if (!ObjectKey.IsWellFormed(line.Key))
            {
                results[at] = new DeleteResult(null, S3Error.KeyTooLongError);
                continue;
            }

            var action = line.VersionId is null ? ObjectStoreAction.DeleteObject : ObjectStoreAction.DeleteObjectVersion;
            if (!ofActions.TryGetValue(action, out var result))
            {
                var answer = await admission.Ask(call, action, call.Bucket, line.Key, line.VersionId);
                if (answer.Bucket is not { } bucket)
                {
                    call.Refuse(S3Error.NoSuchBucket);
                    return;
                }

                call.Known = bucket;
                if (!BucketAdmission.IsExpected(call, bucket))
                {
                    call.Refuse(S3Error.AccessDenied);
                    return;
                }

                result = answer.Outcome == AdmissionOutcome.Admitted ? default : new DeleteResult(null, BucketErrors.Of(answer.Outcome));
                if (bucket.Settings.PolicyJson is null)
                    ofActions[action] = result;
            }

            results[at] = result;
        }
    }

    private static void Write(XmlAnswer xml, DeleteList list, DeleteResult[] results)
    {
        xml.Document("DeleteResult"u8);
        for (var i = 0; i < results.Length; i++)
        {
            var line = list.Lines[i];
            if (results[i].Error is { } error)
                WriteError(xml, line, error);
            else if (!list.IsQuiet)
                WriteDeleted(xml, line, results[i].Reply!);
        }

        xml.End("DeleteResult"u8);
    }

    private static void WriteDeleted(XmlAnswer xml, DeleteLine line, DeleteReply reply)
    {
        xml.Begin("Deleted"u8).Element("Key"u8, line.Key);
        if (line.VersionId is not null)
            xml.Element("VersionId"u8, line.VersionId);
        if (reply.IsDeleteMarker)
            xml.Element("DeleteMarker"u8, true).Element("DeleteMarkerVersionId"u8, reply.VersionId ?? "");
        xml.End("Deleted"u8);
    }

    private static void WriteError(XmlAnswer xml, DeleteLine line, S3Error error)
    {
        xml.Begin("Error"u8).Element("Key"u8, line.Key);
        if (line.VersionId is not null)
            xml.Element("VersionId"u8, line.VersionId);
        xml.Element("Code"u8, error.Code).Element("Message"u8, error.Message).End("Error"u8);
    }
}
