using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>The object that a copy reads.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Version">The version.</param>
/// <param name="IsVersionNamed">Whether the request names the version.</param>
internal sealed record CopiedObject(KnownBucket Bucket, ObjectVersion Version, bool IsVersionNamed)
{
    private const string VersionHeader = "x-amz-copy-source-version-id";

    /// <summary>Tells which version was read, where its bucket keeps or kept any.</summary>
    public void Tell(ObjectStoreCall call)
    {
        if (Bucket.Settings.Versioning != VersioningState.Off)
            call.Response.Headers[VersionHeader] = Version.VersionId;
    }
}

/// <summary>Finds what a copy reads: whether the requester may, and whether it is what he expects.</summary>
internal sealed class CopySources(BucketAdmission admission, BucketIndex index)
{
    public const string Header = "x-amz-copy-source";

    /// <summary>Finds the source; refuses the call where there is none, or it may not be read.</summary>
    public async ValueTask<CopiedObject?> Find(ObjectStoreCall call)
    {
        var header = call.Header(Header) ?? "";
        if (!CopySourceParser.TryParse(header, out var source) || !ObjectKey.IsWellFormed(source.Key))
        {
            call.Refuse(S3Error.Argument(Header, header, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey"));
            return null;
        }

        if (!BucketNames.IsWellFormed(source.Bucket))
            call.Refuse(S3Error.InvalidBucketName);
        if (call.Refusal is not null || !ObjectLookup.IsVersion(call, source.VersionId))
            return null;

        var action = source.VersionId is null ? ObjectStoreAction.GetObject : ObjectStoreAction.GetObjectVersion;
        var answer = await admission.Ask(call, action, source.Bucket, source.Key, source.VersionId);
        if (answer.Outcome != AdmissionOutcome.Admitted)
        {
            call.Refuse(BucketErrors.Of(answer.Outcome));
            return null;
        }

        if (call.Header("x-amz-source-expected-bucket-owner") is { } expected
            && expected != answer.Bucket!.Settings.Owner.ToString())
            call.Refuse(S3Error.AccessDenied);
        var found = answer.Found
            ?? await index.Find(answer.Bucket!, new ObjectKey(source.Key), source.VersionId, call.Aborted);
        if (found.Outcome != WriteOutcome.Done)
            call.Refuse(RefusalOf(found.Outcome, source, answer.MayList));
        else
            CheckConditions(call, found.Object!);
        return call.Refusal is null ? new CopiedObject(answer.Bucket!, found.Object!, source.VersionId is not null) : null;
    }

    private static S3Error RefusalOf(WriteOutcome outcome, CopySource source, bool mayList)
    {
        if (outcome != WriteOutcome.IsDeleteMarker)
            return BucketErrors.Of(outcome, mayList);
        return source.VersionId is null
            ? BucketErrors.Of(WriteOutcome.NoSuchKey, mayList)
            : S3Error.InvalidRequest with
            {
                Message = "The source of a copy request may not specifically refer to a delete marker by version id.",
            };
    }

    private static void CheckConditions(ObjectStoreCall call, ObjectVersion version)
    {
        var conditions = new ReadConditions(
            call.Header("x-amz-copy-source-if-match"),
            call.Header("x-amz-copy-source-if-none-match"),
            call.Header("x-amz-copy-source-if-modified-since"),
            call.Header("x-amz-copy-source-if-unmodified-since"));
        if (conditions.Check(version.Description.ETag, version.ModifiedAt, out var condition) != ConditionOutcome.Holds)
            call.Refuse(S3Error.PreconditionFailed with { Details = [("Condition", $"x-amz-copy-source-{condition}")] });
    }
}
