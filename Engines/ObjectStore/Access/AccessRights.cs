namespace OrleansLld.ObjectStore.Access;

/// <summary>Which right an action takes.</summary>
internal static class AccessRights
{
    private static readonly AccessRight[] Rights = [.. S3Action.All.Select(Find)];

    public static AccessRight Of(S3Action action) => Rights[action.Place];

    private static AccessRight Find(S3Action action) => action.ToString() switch
    {
        "GetBucketPolicy" or "PutBucketPolicy" or "DeleteBucketPolicy" => AccessRight.Policy,
        "ListBucket" or "ListBucketVersions" or "ListBucketMultipartUploads" => AccessRight.ReadBucket,
        "PutObject" or "DeleteObject" => AccessRight.WriteBucket,
        "DeleteObjectVersion" => AccessRight.DeleteVersion,
        "GetBucketAcl" => AccessRight.ReadBucketAcl,
        "PutBucketAcl" => AccessRight.WriteBucketAcl,
        "AbortMultipartUpload" or "ListMultipartUploadParts" => AccessRight.Upload,
        "GetObject" or "GetObjectVersion" or "GetObjectAttributes" or "GetObjectVersionAttributes" or "GetObjectTorrent"
            or "GetObjectVersionTorrent" => AccessRight.ReadObject,
        "GetObjectAcl" or "GetObjectVersionAcl" => AccessRight.ReadObjectAcl,
        "PutObjectAcl" or "PutObjectVersionAcl" => AccessRight.WriteObjectAcl,
        _ => action.IsOfObject ? AccessRight.TagObject : AccessRight.Settings,
    };
}

/// <summary>A right, by who has it when nobody says anything.</summary>
internal enum AccessRight
{
    /// <summary>The bucket's owner, whatever the policy says.</summary>
    Policy,

    /// <summary>The bucket's owner.</summary>
    Settings,

    /// <summary>Whoever the bucket's list lets read.</summary>
    ReadBucket,

    /// <summary>Whoever the bucket's list lets write.</summary>
    WriteBucket,

    /// <summary>The bucket's owner, if its list lets him write.</summary>
    DeleteVersion,

    /// <summary>The bucket's owner and whoever its list lets read it.</summary>
    ReadBucketAcl,

    /// <summary>The bucket's owner and whoever its list lets change it.</summary>
    WriteBucketAcl,

    /// <summary>The bucket's owner and whoever began the upload.</summary>
    Upload,

    /// <summary>Whoever the object's list lets read.</summary>
    ReadObject,

    /// <summary>The object's owner and whoever its list lets read it.</summary>
    ReadObjectAcl,

    /// <summary>The object's owner and whoever its list lets change it.</summary>
    WriteObjectAcl,

    /// <summary>The owner of the object, and that of the bucket.</summary>
    TagObject,
}
