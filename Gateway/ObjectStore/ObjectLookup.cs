using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>The object that a request is about.</summary>
internal static class ObjectLookup
{
    public const string VersionHeader = "x-amz-version-id";
    public const string MarkerHeader = "x-amz-delete-marker";

    /// <summary>Finds the object; refuses the call where there is none to read.</summary>
    public static async ValueTask<ObjectVersion?> Find(this BucketIndex index, ObjectStoreCall call)
    {
        if (!IsVersion(call, call.VersionId))
            return null;
        var found = call.Found ?? await index.Find(call.Known!, new ObjectKey(call.Key), call.VersionId, call.Aborted);
        if (found.Outcome == WriteOutcome.Done)
            return found.Object;
        call.Refuse(RefusalOf(call, found));
        return null;
    }

    /// <summary>Whether a text may name a version; refuses the call where it may not.</summary>
    public static bool IsVersion(ObjectStoreCall call, string? text)
    {
        if (text is null || VersionId.TryParse(text, out _))
            return true;
        call.Refuse(S3Error.Argument(
            "versionId",
            text,
            text.Length == 0 ? "Version id cannot be the empty string" : "Invalid version id specified"));
        return false;
    }

    /// <summary>Tells the version, where the bucket keeps or kept any.</summary>
    public static void TellVersion(this ObjectStoreCall call, string? versionId)
    {
        if (versionId is not null && call.Settings.Versioning != VersioningState.Off)
            call.Response.Headers[VersionHeader] = versionId;
    }

    // The newest version of a key may be a delete marker, and then there is no object; a marker that is asked for by its version is there,
    // but cannot be read.
    private static S3Error RefusalOf(ObjectStoreCall call, FindReply found)
    {
        if (found.Outcome != WriteOutcome.IsDeleteMarker)
            return BucketErrors.Of(found.Outcome, call.MayList);
        var headers = call.Response.Headers;
        headers[MarkerHeader] = "true";
        if (found.Object is { } marker)
        {
            headers[VersionHeader] = marker.VersionId;
            headers.LastModified = marker.ModifiedAt.ToString("R");
        }

        if (call.VersionId is null)
            return BucketErrors.Of(WriteOutcome.NoSuchKey, call.MayList);
        headers.Allow = "DELETE";
        return S3Error.MethodNotAllowed;
    }
}
