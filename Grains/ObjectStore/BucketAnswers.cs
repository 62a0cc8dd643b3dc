using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Access;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What a bucket says of itself, in the contract's words; its settings are put together once a revision.</summary>
internal sealed class BucketAnswers(Bucket bucket)
{
    private static readonly ImmutableArray<S3Action> Actions =
        [.. Enum.GetValues<ObjectStoreAction>().Select(action => S3Action.Named(action.ToString()))];

    private BucketSettings? _settings;

    /// <summary>The settings; null while there is no bucket.</summary>
    public BucketSettings? Settings =>
        !bucket.Exists ? null : _settings?.Revision == bucket.Revision ? _settings : _settings = Read();

    public Admission Admission(AccessRequest request, DateTimeOffset now)
    {
        if (Settings is not { } settings)
            return new Admission(AdmissionOutcome.NoSuchBucket, 0, null, MayList: false);
        var question = Question(request, now);
        var outcome = bucket.Access.Decide(question) switch
        {
            AccessVerdict.Admitted => AdmissionOutcome.Admitted,
            AccessVerdict.Denied => AdmissionOutcome.Denied,
            AccessVerdict.NeedsObject => AdmissionOutcome.NeedsObject,
            var other => throw new InvalidOperationException($"There is no answer for {other}."),
        };
        return new Admission(
            outcome,
            settings.Revision,
            request.KnownRevision == settings.Revision ? null : settings,
            MayList: request.Key.Length > 0 && bucket.Access.MayList(question));
    }

    private AccessQuestion Question(AccessRequest request, DateTimeOffset now)
    {
        // Only a policy asks about the request; the bucket itself has no object's tags.
        var asks = bucket.Access.Policy is not null;
        var values = asks && !request.Conditions.IsDefault ? BucketCommands.Values(request.Conditions) : [];
        ImmutableArray<NamedValue>? tags = null;
        if (request.Key.Length == 0)
            tags = [];
        else if (request.Object is { } facts)
            tags = BucketCommands.Values(facts.Tags);
        var found = request.Object is { } known
            ? new AccessObject(known.Owner?.ToString() ?? "", [.. known.Acl.Select(BucketCommands.Entry)])
            : null;
        var context = new AccessContext(BucketCommands.Requester(request.Who), values, now, tags);
        return new AccessQuestion(Actions[(int)request.Action], request.Key, context, found);
    }

    private BucketSettings Read()
    {
        var (making, terms) = (bucket.Making!, bucket.Terms!);
        return new BucketSettings(
            bucket.Revision,
            making.Incarnation,
            new AccountId(making.Owner),
            making.OwnerHandle,
            making.At,
            making.Region,
            (VersioningState)terms.Versioning,
            (ObjectOwnership?)terms.Ownership,
            [.. terms.Acl.Select(BucketCommands.Grant)],
            terms.PublicAccess is { } block
                ? new PublicAccessBlock(
                    block.BlockPublicAcls, block.IgnorePublicAcls, block.BlockPublicPolicy, block.RestrictPublicBuckets)
                : null,
            terms.PolicyJson,
            terms.CorsXml,
            [.. terms.Tags.Select(tag => new Tag(tag.Name, tag.Value))],
            [.. bucket.Map!.Ranges.Select(range => new IndexRange(range.From, new IndexPartitionId(making.Incarnation, range.Partition)))]);
    }
}
