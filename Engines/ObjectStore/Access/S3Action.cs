using System.Collections.Frozen;

namespace OrleansLld.ObjectStore.Access;

/// <summary>An action that policies know, by its place in the table; names are S3's, in any case.</summary>
public readonly record struct S3Action
{
    private const string BucketNames =
        "CreateBucket DeleteBucket ListBucket ListBucketVersions ListBucketMultipartUploads GetBucketLocation GetBucketVersioning "
        + "PutBucketVersioning GetBucketAcl PutBucketAcl GetBucketPolicy PutBucketPolicy DeleteBucketPolicy GetBucketPolicyStatus "
        + "GetBucketCORS PutBucketCORS GetBucketTagging PutBucketTagging GetBucketOwnershipControls PutBucketOwnershipControls "
        + "GetBucketPublicAccessBlock PutBucketPublicAccessBlock GetBucketRequestPayment PutBucketRequestPayment GetBucketLogging "
        + "PutBucketLogging GetLifecycleConfiguration PutLifecycleConfiguration GetEncryptionConfiguration PutEncryptionConfiguration "
        + "GetBucketNotification PutBucketNotification GetBucketWebsite PutBucketWebsite DeleteBucketWebsite GetReplicationConfiguration "
        + "PutReplicationConfiguration GetBucketObjectLockConfiguration PutBucketObjectLockConfiguration GetAccelerateConfiguration "
        + "PutAccelerateConfiguration GetAnalyticsConfiguration PutAnalyticsConfiguration GetInventoryConfiguration "
        + "PutInventoryConfiguration GetMetricsConfiguration PutMetricsConfiguration GetIntelligentTieringConfiguration "
        + "PutIntelligentTieringConfiguration GetBucketMetadataTableConfiguration CreateBucketMetadataTableConfiguration "
        + "DeleteBucketMetadataTableConfiguration";

    private const string ObjectNames =
        "GetObject GetObjectVersion PutObject DeleteObject DeleteObjectVersion GetObjectAcl GetObjectVersionAcl PutObjectAcl "
        + "PutObjectVersionAcl GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging DeleteObjectTagging "
        + "DeleteObjectVersionTagging GetObjectAttributes GetObjectVersionAttributes AbortMultipartUpload ListMultipartUploadParts "
        + "GetObjectTorrent GetObjectVersionTorrent RestoreObject GetObjectRetention PutObjectRetention GetObjectLegalHold "
        + "PutObjectLegalHold BypassGovernanceRetention GetObjectVersionForReplication ReplicateObject ReplicateDelete ReplicateTags "
        + "ObjectOwnerOverrideToBucketOwner InitiateReplication";

    private static readonly string[] Names = [.. BucketNames.Split(' '), .. ObjectNames.Split(' ')];
    private static readonly int FirstOfObjects = BucketNames.Split(' ').Length;
    private static readonly FrozenDictionary<string, int> Places =
        Names.Index().ToFrozenDictionary(name => name.Item, name => name.Index, StringComparer.OrdinalIgnoreCase);

    private readonly int _place;

    private S3Action(int place) => _place = place;

    public static IEnumerable<S3Action> All => Names.Select((_, place) => new S3Action(place));

    /// <summary>Whether it is of an object and not of the bucket.</summary>
    public bool IsOfObject => _place >= FirstOfObjects;

    internal int Place => _place;

    internal UInt128 Bit => UInt128.One << _place;

    /// <summary>The action of that name, without <c>s3:</c>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static S3Action Named(string name) =>
        Places.TryGetValue(name, out var place) ? new S3Action(place) : throw new ArgumentException($"There is no action {name}.");

    /// <summary>The name, without <c>s3:</c>.</summary>
    public override string ToString() => Names[_place];
}

/// <summary>A set of actions.</summary>
public readonly record struct S3ActionSet
{
    private readonly UInt128 _bits;

    private S3ActionSet(UInt128 bits) => _bits = bits;

    public static S3ActionSet Everything { get; } = new((UInt128.One << S3Action.All.Count()) - 1);

    public bool IsEmpty => _bits == 0;

    public S3ActionSet Others => new(Everything._bits & ~_bits);

    public IEnumerable<S3Action> Actions
    {
        get
        {
            var bits = _bits;
            return S3Action.All.Where(action => (bits & action.Bit) != 0);
        }
    }

    /// <summary>The actions that a policy's text means, such as <c>s3:Get*</c>; none when it names no action.</summary>
    public static S3ActionSet Of(string text)
    {
        if (text == "*")
            return Everything;
        if (!text.StartsWith("s3:", StringComparison.OrdinalIgnoreCase))
            return default;
        var pattern = TextPattern.WithWildcards(text[3..]);
        var bits = UInt128.Zero;
        foreach (var action in S3Action.All)
        {
            if (pattern.Matches(action.ToString(), ignoreCase: true))
                bits |= action.Bit;
        }

        return new S3ActionSet(bits);
    }

    public bool Contains(S3Action action) => (_bits & action.Bit) != 0;

    public S3ActionSet With(S3ActionSet others) => new(_bits | others._bits);
}
