using System.Collections.Immutable;
using static OrleansLld.ObjectStore.ObjectStoreAction;

namespace OrleansLld.ObjectStore;

// The table of all operations. The first line of a level that fits the request's method, query and headers is what the request means,
// so lines without marks stand last of their method.

/// <summary>Which request means which operation.</summary>
internal sealed class ObjectStoreRoutes(
    BucketEndpoints buckets,
    BucketSettingEndpoints settings,
    BucketAclEndpoints acls,
    ListingEndpoints listings,
    ObjectRoutes objects,
    CrossOrigin cors)
{
    private readonly ImmutableArray<ObjectStoreRoute> _ofService =
    [
        new("ListBuckets", "GET", "", null, buckets.List),
        new("Preflight", "OPTIONS", "", null, cors.Preflight),
    ];

    private readonly ImmutableArray<ObjectStoreRoute> _ofBucket =
    [
        new("GetBucketLocation", "GET", "location", GetBucketLocation, buckets.Location),
        new("GetBucketVersioning", "GET", "versioning", GetBucketVersioning, BucketSettingEndpoints.Versioning),
        new("GetBucketAcl", "GET", "acl", GetBucketAcl, BucketAclEndpoints.Get),
        new("GetBucketPolicy", "GET", "policy", GetBucketPolicy, BucketSettingEndpoints.Policy),
        new("GetBucketPolicyStatus", "GET", "policyStatus", GetBucketPolicyStatus, BucketSettingEndpoints.PolicyStatus),
        new("GetBucketCors", "GET", "cors", GetBucketCORS, BucketSettingEndpoints.Cors),
        new("GetBucketTagging", "GET", "tagging", GetBucketTagging, BucketSettingEndpoints.Tagging),
        new("GetBucketOwnershipControls", "GET", "ownershipControls", GetBucketOwnershipControls, BucketSettingEndpoints.Ownership),
        new("GetPublicAccessBlock", "GET", "publicAccessBlock", GetBucketPublicAccessBlock, BucketSettingEndpoints.PublicAccess),
        new("ListMultipartUploads", "GET", "uploads", ListBucketMultipartUploads, listings.Uploads),
        new("ListObjectVersions", "GET", "versions", ListBucketVersions, listings.Versions),
        new("ListObjectsV2", "GET", "list-type=2", ListBucket, listings.ObjectsByToken),
        new("GetBucketLifecycleConfiguration", "GET", "lifecycle", GetLifecycleConfiguration, UnconfiguredEndpoints.Lifecycle),
        new("GetBucketEncryption", "GET", "encryption", GetEncryptionConfiguration, UnconfiguredEndpoints.Encryption),
        new("GetBucketNotificationConfiguration", "GET", "notification", GetBucketNotification, UnconfiguredEndpoints.Notification),
        new("GetBucketWebsite", "GET", "website", GetBucketWebsite, UnconfiguredEndpoints.Website),
        new("GetBucketReplication", "GET", "replication", GetReplicationConfiguration, UnconfiguredEndpoints.Replication),
        new("GetObjectLockConfiguration", "GET", "object-lock", GetBucketObjectLockConfiguration, UnconfiguredEndpoints.ObjectLock),
        new("GetBucketLogging", "GET", "logging", GetBucketLogging, UnconfiguredEndpoints.Logging),
        new("GetBucketAccelerateConfiguration", "GET", "accelerate", GetAccelerateConfiguration, UnconfiguredEndpoints.Accelerate),
        new("GetBucketRequestPayment", "GET", "requestPayment", GetBucketRequestPayment, UnconfiguredEndpoints.RequestPayment),
        .. NotImplemented("GET", "analytics", "intelligent-tiering", "inventory", "metrics", "metadataConfiguration", "metadataTable"),
        .. NotImplemented("GET", "session", "abac"),
        new("ListObjects", "GET", "", ListBucket, listings.Objects),

        new("HeadBucket", "HEAD", "", ListBucket, buckets.Head),

        new("PutBucketVersioning", "PUT", "versioning", PutBucketVersioning, settings.PutVersioning),
        new("PutBucketAcl", "PUT", "acl", PutBucketAcl, acls.Put),
        new("PutBucketPolicy", "PUT", "policy", PutBucketPolicy, settings.PutPolicy),
        new("PutBucketCors", "PUT", "cors", PutBucketCORS, settings.PutCors),
        new("PutBucketTagging", "PUT", "tagging", PutBucketTagging, settings.PutTagging),
        new("PutBucketOwnershipControls", "PUT", "ownershipControls", PutBucketOwnershipControls, settings.PutOwnership),
        new("PutPublicAccessBlock", "PUT", "publicAccessBlock", PutBucketPublicAccessBlock, settings.PutPublicAccess),
        .. NotImplemented("PUT", "lifecycle", "encryption", "notification", "website", "replication", "object-lock", "logging"),
        .. NotImplemented("PUT", "accelerate", "requestPayment", "analytics", "intelligent-tiering", "inventory", "metrics", "abac"),
        .. NotImplemented("PUT", "metadataInventoryTable", "metadataJournalTable"),
        new("CreateBucket", "PUT", "", null, buckets.Create),

        new("DeleteBucketPolicy", "DELETE", "policy", DeleteBucketPolicy, settings.DeletePolicy),
        new("DeleteBucketCors", "DELETE", "cors", PutBucketCORS, settings.DeleteCors),
        new("DeleteBucketTagging", "DELETE", "tagging", PutBucketTagging, settings.DeleteTagging),
        new("DeleteBucketOwnershipControls", "DELETE", "ownershipControls", PutBucketOwnershipControls, settings.DeleteOwnership),
        new("DeletePublicAccessBlock", "DELETE", "publicAccessBlock", PutBucketPublicAccessBlock, settings.DeletePublicAccess),
        new("DeleteBucketLifecycle", "DELETE", "lifecycle", GetLifecycleConfiguration, UnconfiguredEndpoints.Nothing),
        new("DeleteBucketEncryption", "DELETE", "encryption", GetEncryptionConfiguration, UnconfiguredEndpoints.Nothing),
        new("DeleteBucketWebsite", "DELETE", "website", GetBucketWebsite, UnconfiguredEndpoints.Nothing),
        new("DeleteBucketReplication", "DELETE", "replication", GetReplicationConfiguration, UnconfiguredEndpoints.Nothing),
        .. NotImplemented("DELETE", "analytics", "intelligent-tiering", "inventory", "metrics", "metadataConfiguration", "metadataTable"),
        new("DeleteBucket", "DELETE", "", DeleteBucket, buckets.Delete),

        .. NotImplemented("POST", "metadataConfiguration", "metadataTable"),
        .. objects.OfBucket,

        new("Preflight", "OPTIONS", "", null, cors.Preflight),
    ];

    private readonly ImmutableArray<ObjectStoreRoute> _ofObject =
    [
        .. objects.OfObject,
        new("Preflight", "OPTIONS", "", null, cors.Preflight),
    ];

    /// <summary>What the request means; null when it means nothing that S3 has.</summary>
    public ObjectStoreRoute? Find(ObjectStoreCall call)
    {
        var level = call.Bucket.Length == 0 ? _ofService : call.Key.Length == 0 ? _ofBucket : _ofObject;
        foreach (var route in level)
        {
            if (route.Method == call.Request.Method && route.Means(call))
                return route;
        }

        return null;
    }

    private static IEnumerable<ObjectStoreRoute> NotImplemented(string method, params string[] marks) =>
        marks.Select(mark => new ObjectStoreRoute("NotImplemented", method, mark, null, UnconfiguredEndpoints.NotImplemented));
}
