namespace OrleansLld.ObjectStore;

/// <summary>The access list of a bucket.</summary>
internal sealed class BucketAclEndpoints(BucketConfiguration configuration, Grantees grantees)
{
    public static Task Get(ObjectStoreCall call)
    {
        var settings = call.Settings;
        var document = AclDocuments.Write(new ObjectOwner(settings.Owner, settings.OwnerHandle), settings.Acl);
        return call.Send(StatusCodes.Status200OK, document, ObjectStoreCall.XmlType);
    }

    public async Task Put(ObjectStoreCall call)
    {
        var settings = call.Settings;
        var owner = new ObjectOwner(settings.Owner, settings.OwnerHandle);
        if (await AclDocuments.Read(call, grantees, owner, owner) is not { } grants)
            return;
        // Not even the list of the owner alone: who sets one believes that it counts.
        if (settings.Ownership == ObjectOwnership.BucketOwnerEnforced)
            call.Refuse(S3Error.AccessControlListNotSupported);
        else
            await configuration.Change(call, new BucketChange.Acl(grants), StatusCodes.Status200OK);
    }
}
