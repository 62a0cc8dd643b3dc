using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>The access lists that have a name: what <c>x-amz-acl</c> may say.</summary>
public static class CannedAcls
{
    public static CannedAcl? Parse(string name) => name switch
    {
        "private" => CannedAcl.Private,
        "public-read" => CannedAcl.PublicRead,
        "public-read-write" => CannedAcl.PublicReadWrite,
        "authenticated-read" => CannedAcl.AuthenticatedRead,
        "aws-exec-read" => CannedAcl.AwsExecRead,
        "bucket-owner-read" => CannedAcl.BucketOwnerRead,
        "bucket-owner-full-control" => CannedAcl.BucketOwnerFullControl,
        "log-delivery-write" => CannedAcl.LogDeliveryWrite,
        _ => null,
    };

    /// <summary>The grants that the name stands for; groups first, as clients expect them listed.</summary>
    /// <param name="canned">The name.</param>
    /// <param name="owner">Who owns what the list is of.</param>
    /// <param name="bucketOwner">Who owns the bucket that it is in; for a bucket's own list the same as <paramref name="owner"/>.</param>
    public static ImmutableArray<AclEntry> Expand(CannedAcl canned, AclParty owner, AclParty bucketOwner)
    {
        var own = AclEntry.Of(owner, AclPermission.FullControl);
        var isInOwnBucket = owner.Id == bucketOwner.Id;
        return canned switch
        {
            // The service that aws-exec-read lets in is not in this house.
            CannedAcl.Private or CannedAcl.AwsExecRead => [own],
            CannedAcl.PublicRead => [AclEntry.Of(AclGrantee.AllUsers, AclPermission.Read), own],
            CannedAcl.PublicReadWrite =>
            [
                AclEntry.Of(AclGrantee.AllUsers, AclPermission.Read), AclEntry.Of(AclGrantee.AllUsers, AclPermission.Write), own,
            ],
            CannedAcl.AuthenticatedRead => [AclEntry.Of(AclGrantee.AuthenticatedUsers, AclPermission.Read), own],
            CannedAcl.BucketOwnerRead => isInOwnBucket ? [own] : [own, AclEntry.Of(bucketOwner, AclPermission.Read)],
            CannedAcl.BucketOwnerFullControl => isInOwnBucket ? [own] : [own, AclEntry.Of(bucketOwner, AclPermission.FullControl)],
            CannedAcl.LogDeliveryWrite =>
            [
                AclEntry.Of(AclGrantee.LogDelivery, AclPermission.Write), AclEntry.Of(AclGrantee.LogDelivery, AclPermission.ReadAcl), own,
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(canned), canned, "Not a canned list."),
        };
    }
}

/// <summary>An access list that has a name.</summary>
public enum CannedAcl
{
    Private,
    PublicRead,
    PublicReadWrite,
    AuthenticatedRead,
    AwsExecRead,
    BucketOwnerRead,
    BucketOwnerFullControl,
    LogDeliveryWrite,
}
