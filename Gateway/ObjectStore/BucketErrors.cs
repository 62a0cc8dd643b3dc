namespace OrleansLld.ObjectStore;

/// <summary>What buckets and partitions refuse, in the words of S3.</summary>
internal static class BucketErrors
{
    public static S3Error Of(BucketRefusal refusal) => refusal switch
    {
        BucketRefusal.InvalidName => S3Error.InvalidBucketName,
        BucketRefusal.NoSuchBucket => S3Error.NoSuchBucket,
        BucketRefusal.NameTaken => S3Error.BucketAlreadyExists,
        BucketRefusal.OwnedByYou => S3Error.BucketAlreadyOwnedByYou,
        BucketRefusal.TooManyBuckets => S3Error.TooManyBuckets,
        BucketRefusal.AccessDenied or BucketRefusal.PublicAccessBlocked => S3Error.AccessDenied,
        BucketRefusal.NotEmpty => S3Error.BucketNotEmpty,
        BucketRefusal.AclsNotSupported => S3Error.AccessControlListNotSupported,
        BucketRefusal.MalformedPolicy => S3Error.MalformedPolicy,
        BucketRefusal.GrantsToOthers => S3Error.InvalidBucketAclWithObjectOwnership,
        BucketRefusal.Conflict => S3Error.OperationAborted,
        BucketRefusal.None => throw new ArgumentOutOfRangeException(nameof(refusal), "It was not refused."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    public static S3Error Of(AdmissionOutcome outcome) => outcome switch
    {
        AdmissionOutcome.NoSuchBucket => S3Error.NoSuchBucket,
        AdmissionOutcome.Denied or AdmissionOutcome.NeedsObject => S3Error.AccessDenied,
        AdmissionOutcome.Admitted => throw new ArgumentOutOfRangeException(nameof(outcome), "It was admitted."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>What a partition refused. A missing key is told to those who may list the bucket only.</summary>
    public static S3Error Of(WriteOutcome outcome, bool mayList) => outcome switch
    {
        WriteOutcome.Moved or WriteOutcome.NotNoted => S3Error.ServiceUnavailable,
        WriteOutcome.NoSuchBucket => S3Error.NoSuchBucket,
        WriteOutcome.NoSuchUpload => S3Error.NoSuchUpload,
        WriteOutcome.NoSuchKey => mayList ? S3Error.NoSuchKey : S3Error.AccessDenied,
        WriteOutcome.NoSuchVersion => mayList ? S3Error.NoSuchVersion : S3Error.AccessDenied,
        WriteOutcome.IsDeleteMarker => S3Error.MethodNotAllowed,
        WriteOutcome.PreconditionFailed => S3Error.PreconditionFailed,
        WriteOutcome.Done => throw new ArgumentOutOfRangeException(nameof(outcome), "It was done."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
