using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>The access list and the tags of an object, and what objects cannot have here.</summary>
internal sealed class ObjectSettingEndpoints(BucketIndex index, Grantees grantees)
{
    public async Task GetAcl(ObjectStoreCall call)
    {
        if (await index.Find(call) is not { Description: var description } version)
            return;
        call.TellVersion(version.VersionId);
        // An object whose list was never set is its owner's alone.
        var document = AclDocuments.Write(
            description.Owner, description.Acl.IsEmpty ? AclDocuments.OwnersAlone(description.Owner) : description.Acl);
        await call.Send(StatusCodes.Status200OK, document, ObjectStoreCall.XmlType);
    }

    public async Task PutAcl(ObjectStoreCall call)
    {
        if (await index.Find(call) is not { Description.Owner: var owner })
            return;
        if (await AclDocuments.Read(call, grantees, owner, ObjectAcls.BucketOwner(call)) is not { } sent)
            return;
        var grants = ObjectAcls.Taken(call, sent, owner);
        if (call.Refusal is null && call.Settings.Ownership != ObjectOwnership.BucketOwnerEnforced)
            await Change(call, null, grants);
        if (call.Refusal is null)
            await call.SendNothing(StatusCodes.Status200OK);
    }

    public async Task GetTags(ObjectStoreCall call)
    {
        if (await index.Find(call) is not { } version)
            return;
        call.TellVersion(version.VersionId);
        var tags = version.Description.Tags.Select(tag => new NamedValue(tag.Name, tag.Value));
        await call.Send(StatusCodes.Status200OK, TaggingXml.Write(tags), ObjectStoreCall.XmlType);
    }

    public async Task PutTags(ObjectStoreCall call)
    {
        if (await call.ReadDocument(WireXmlLimits.Setting.BytesMax) is not { } document)
            return;
        var tags = call.Take(TaggingXml.Parse(document, TagScope.Object));
        if (call.Refusal is null)
            await Change(call, ObjectDescriptions.TagsOf(tags), null);
        if (call.Refusal is null)
            await call.SendNothing(StatusCodes.Status200OK);
    }

    public async Task DeleteTags(ObjectStoreCall call)
    {
        await Change(call, [], null);
        if (call.Refusal is null)
            await call.SendNothing(StatusCodes.Status204NoContent);
    }

    /// <summary>Retention and legal holds, which need a bucket that was made for them.</summary>
    public static Task RefuseLock(ObjectStoreCall call)
    {
        call.Refuse(ObjectRefusals.NoLock);
        return Task.CompletedTask;
    }

    /// <summary>Restoring from an archive, which no object is in.</summary>
    public static Task RefuseRestore(ObjectStoreCall call)
    {
        call.Refuse(new S3Error(
            403, "InvalidObjectState", "Restore is not allowed for the object's current storage class"));
        return Task.CompletedTask;
    }

    /// <summary>What S3 no longer offers: torrents and queries.</summary>
    public static Task RefuseMethod(ObjectStoreCall call)
    {
        call.Refuse(S3Error.MethodNotAllowed);
        return Task.CompletedTask;
    }

    private async Task Change(ObjectStoreCall call, ImmutableArray<Tag>? tags, ImmutableArray<Grant>? acl)
    {
        if (!ObjectLookup.IsVersion(call, call.VersionId))
            return;
        var command = new ChangeObject(new ObjectKey(call.Key), call.VersionId, tags, acl);
        var reply = await index.Ask(
            call.Known!,
            call.Key,
            (_, partition) => partition.Change(command, CancellationToken.None),
            reply => reply.Outcome,
            CancellationToken.None);
        if (reply.Outcome == WriteOutcome.Done)
            call.TellVersion(reply.VersionId);
        else if (reply.Outcome == WriteOutcome.IsDeleteMarker && call.VersionId is null)
            call.Refuse(BucketErrors.Of(WriteOutcome.NoSuchKey, mayList: true));
        else
            call.Refuse(BucketErrors.Of(reply.Outcome, mayList: true));
    }
}
