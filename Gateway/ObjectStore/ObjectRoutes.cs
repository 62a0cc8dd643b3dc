using System.Collections.Immutable;
using static OrleansLld.ObjectStore.ObjectStoreAction;

namespace OrleansLld.ObjectStore;

/// <summary>The operations on objects, for the table of all.</summary>
internal sealed class ObjectRoutes(
    ObjectReadEndpoints reads,
    ObjectWriteEndpoints writes,
    ObjectCopyEndpoints copies,
    ObjectDeleteEndpoints deletes,
    ObjectSettingEndpoints settings,
    ObjectAttributesEndpoint attributes,
    MultipartEndpoints multipart,
    PartEndpoints parts,
    PartListEndpoint partList,
    PostFormEndpoint forms)
{
    /// <summary>Operations on objects that are asked of their bucket.</summary>
    public ImmutableArray<ObjectStoreRoute> OfBucket { get; } =
    [
        new("DeleteObjects", "POST", "delete", null, deletes.DeleteList),
        new("PostObject", "POST", "", null, forms.Post),
    ];

    /// <summary>Operations on one object.</summary>
    public ImmutableArray<ObjectStoreRoute> OfObject { get; } =
    [
        new("GetObjectAcl", "GET", "acl", GetObjectAcl, settings.GetAcl) { VersionAction = GetObjectVersionAcl },
        new("GetObjectTagging", "GET", "tagging", GetObjectTagging, settings.GetTags) { VersionAction = GetObjectVersionTagging },
        new("GetObjectAttributes", "GET", "attributes", GetObjectAttributes, attributes.Get)
        {
            VersionAction = GetObjectVersionAttributes,
        },
        new("ListParts", "GET", "uploadId", ListMultipartUploadParts, partList.List),
        new("GetObjectRetention", "GET", "retention", GetObject, ObjectSettingEndpoints.RefuseLock),
        new("GetObjectLegalHold", "GET", "legal-hold", GetObject, ObjectSettingEndpoints.RefuseLock),
        new("GetObjectTorrent", "GET", "torrent", GetObject, ObjectSettingEndpoints.RefuseMethod),
        new("GetObject", "GET", "", GetObject, reads.Read) { VersionAction = GetObjectVersion },
        new("HeadObject", "HEAD", "", GetObject, reads.Read) { VersionAction = GetObjectVersion },

        new("PutObjectAcl", "PUT", "acl", PutObjectAcl, settings.PutAcl) { VersionAction = PutObjectVersionAcl },
        new("PutObjectTagging", "PUT", "tagging", PutObjectTagging, settings.PutTags) { VersionAction = PutObjectVersionTagging },
        new("PutObjectRetention", "PUT", "retention", ObjectStoreAction.PutObject, ObjectSettingEndpoints.RefuseLock),
        new("PutObjectLegalHold", "PUT", "legal-hold", ObjectStoreAction.PutObject, ObjectSettingEndpoints.RefuseLock),
        new("RenameObject", "PUT", "renameObject", ObjectStoreAction.PutObject, UnconfiguredEndpoints.NotImplemented),
        new("UpdateObjectEncryption", "PUT", "encryption", ObjectStoreAction.PutObject, UnconfiguredEndpoints.NotImplemented),
        new("UploadPartCopy", "PUT", "uploadId", ObjectStoreAction.PutObject, parts.Copy) { Header = CopySources.Header },
        new("UploadPart", "PUT", "uploadId", ObjectStoreAction.PutObject, parts.Upload),
        new("UploadPart", "PUT", "partNumber", ObjectStoreAction.PutObject, parts.Upload),
        new("CopyObject", "PUT", "", ObjectStoreAction.PutObject, copies.Copy) { Header = CopySources.Header },
        new("PutObject", "PUT", "", ObjectStoreAction.PutObject, writes.Put),

        new("CreateMultipartUpload", "POST", "uploads", ObjectStoreAction.PutObject, multipart.Create),
        new("CompleteMultipartUpload", "POST", "uploadId", ObjectStoreAction.PutObject, multipart.Complete),
        new("RestoreObject", "POST", "restore", ObjectStoreAction.PutObject, ObjectSettingEndpoints.RefuseRestore),
        new("SelectObjectContent", "POST", "select", GetObject, ObjectSettingEndpoints.RefuseMethod),

        new("AbortMultipartUpload", "DELETE", "uploadId", AbortMultipartUpload, multipart.Abort),
        new("DeleteObjectTagging", "DELETE", "tagging", DeleteObjectTagging, settings.DeleteTags)
        {
            VersionAction = DeleteObjectVersionTagging,
        },
        new("DeleteObject", "DELETE", "", ObjectStoreAction.DeleteObject, deletes.Delete) { VersionAction = DeleteObjectVersion },
    ];
}
