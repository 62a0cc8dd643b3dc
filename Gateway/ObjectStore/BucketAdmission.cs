using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Asks the bucket whether a request may go on, and keeps what it needs of the bucket's settings.</summary>
internal sealed class BucketAdmission(IGrainFactory grains, KnownBuckets known, BucketIndex index)
{
    private const string ExpectedOwner = "x-amz-expected-bucket-owner";

    /// <summary>Lets the call in for its bucket and key, or refuses it.</summary>
    /// <returns>Whether it was let in.</returns>
    public async ValueTask<bool> Admit(ObjectStoreCall call, ObjectStoreAction action)
    {
        var admission = await Ask(call, action, call.Bucket, call.Key, call.VersionId);
        (call.Known, call.Found, call.MayList) = (admission.Bucket, admission.Found, admission.MayList);
        if (admission.Outcome == AdmissionOutcome.Admitted && !IsExpected(call, admission.Bucket!))
            call.Refuse(S3Error.AccessDenied);
        else if (admission.Outcome != AdmissionOutcome.Admitted)
            call.Refuse(BucketErrors.Of(admission.Outcome));
        return call.Refusal is null;
    }

    /// <summary>Whether the requester may do something, there or elsewhere; the call is neither changed nor refused.</summary>
    /// <param name="call">Who asks, and under which conditions.</param>
    /// <param name="action">What for.</param>
    /// <param name="bucket">The bucket; its name is well-formed.</param>
    /// <param name="key">The key, or empty for the bucket itself.</param>
    /// <param name="versionId">The version that is meant, or null.</param>
    public async ValueTask<BucketAnswer> Ask(ObjectStoreCall call, ObjectStoreAction action, string bucket, string key, string? versionId)
    {
        var grain = grains.GetGrain<IBucketGrain>(bucket);
        var now = known.Find(bucket);
        // Conditions matter to policies alone, and most buckets have none.
        var conditions = now?.Settings.PolicyJson is null ? [] : await Conditions(call, action);
        ObjectFacts? facts = null;
        FindReply? found = null;
        while (true)
        {
            var request = new AccessRequest(call.Who, action, key, conditions, facts, now?.Settings.Revision ?? 0);
            var admission = await grain.Admit(request, call.Aborted);
            if (admission.Settings is { } settings)
                now = known.Keep(bucket, settings);
            if (admission.Outcome == AdmissionOutcome.NoSuchBucket || now is null)
                return new BucketAnswer(AdmissionOutcome.NoSuchBucket, null, null, false);
            if (conditions.IsEmpty && now.Settings.PolicyJson is not null)
            {
                conditions = await Conditions(call, action);
                continue;
            }

            if (admission.Outcome != AdmissionOutcome.NeedsObject || facts is not null)
                return new BucketAnswer(admission.Outcome, now, found, admission.MayList);

            if (action is ObjectStoreAction.AbortMultipartUpload or ObjectStoreAction.ListMultipartUploadParts)
            {
                facts = FactsOf(await KnownUpload.Look(grains, call));
                continue;
            }

            found = await index.Find(now, new ObjectKey(key), versionId, call.Aborted);
            facts = FactsOf(found);
        }
    }

    /// <summary>What a policy may ask; of tags that are about to be set it may, so they are read first.</summary>
    private static async ValueTask<ImmutableArray<Tag>> Conditions(ObjectStoreCall call, ObjectStoreAction action)
    {
        if (action is ObjectStoreAction.PutObjectTagging or ObjectStoreAction.PutObjectVersionTagging)
            await call.ReadDocument(WireXmlLimits.Setting.BytesMax);
        return AccessConditions.Of(call);
    }

    private static ObjectFacts FactsOf(FindReply found) => found.Object is { } version
        ? new ObjectFacts(version.Description.Owner.Account, version.Description.Acl, version.Description.Tags)
        : new ObjectFacts(null, [], []);

    /// <summary>An upload is also its initiator's.</summary>
    private static ObjectFacts FactsOf(KnownUpload? upload) => new(upload?.Description.Initiator.Account, [], []);

    /// <summary>Whether the bucket belongs to whom the request says.</summary>
    public static bool IsExpected(ObjectStoreCall call, KnownBucket bucket) =>
        call.Header(ExpectedOwner) is not { } expected || expected == bucket.Settings.Owner.ToString();
}

/// <summary>What a bucket said to a request.</summary>
/// <param name="Outcome">Whether it may go on.</param>
/// <param name="Bucket">The bucket; null when there is none.</param>
/// <param name="Found">The object, where the bucket asked for it.</param>
/// <param name="MayList">Whether the requester may be told that a key is not there.</param>
internal readonly record struct BucketAnswer(AdmissionOutcome Outcome, KnownBucket? Bucket, FindReply? Found, bool MayList);
