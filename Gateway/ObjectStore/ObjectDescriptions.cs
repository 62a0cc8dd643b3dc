using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What a request says about the object that it writes.</summary>
internal static class ObjectDescriptions
{
    private const string LockPrefix = "x-amz-object-lock-";

    /// <summary>Reads the headers of a request; refuses the call where one is not as it has to be. Size and digests follow.</summary>
    public static ObjectDescription Read(ObjectStoreCall call)
    {
        var headers = new ObjectHeaders();
        foreach (var (name, values) in call.Request.Headers)
        {
            Take(call, headers, name, values.ToString());
            if (name.StartsWith(LockPrefix, StringComparison.OrdinalIgnoreCase))
                call.Refuse(ObjectRefusals.NoLock);
        }

        CheckEncryption(call, call.Header);
        if (call.VersionId is { } version)
            call.Refuse(S3Error.Argument("versionId", version, "This operation does not accept a version-id."));
        ImmutableArray<Tag> tags = call.Header(TaggingHeader.Name) is { } tagging ? TagsOf(call.Take(TaggingHeader.Parse(tagging))) : [];
        return Of(call, headers, AclDocuments.ReadHeaders(call) ?? AclHeaders.None, tags);
    }

    /// <summary>Takes a header or a field in.</summary>
    public static void Take(ObjectStoreCall call, ObjectHeaders headers, string name, string value)
    {
        if (headers.Take(name, value) is var outcome and not ObjectHeaderOutcome.Taken)
            call.Refuse(ObjectRefusals.Of(outcome, headers, value));
    }

    /// <summary>The description of all that was read.</summary>
    public static ObjectDescription Of(ObjectStoreCall call, ObjectHeaders headers, AclHeaders acl, ImmutableArray<Tag> tags)
    {
        headers.Complete();
        var owner = ObjectAcls.OwnerOf(call, acl);
        return new ObjectDescription(
            owner,
            0,
            "",
            [.. headers.System.Select(header => new Tag(header.Key, header.Value))],
            [.. headers.Metadata.Select(header => new Tag(header.Key, header.Value))],
            tags,
            ObjectAcls.GrantsOf(call, acl, owner),
            null,
            headers.StorageClass);
    }

    public static ImmutableArray<Tag> TagsOf(ImmutableArray<NamedValue> tags) =>
        tags.IsDefaultOrEmpty ? [] : [.. tags.Select(tag => new Tag(tag.Name, tag.Value))];

    /// <summary>What must hold of the key for the object to be written; refuses the call where that cannot be asked.</summary>
    public static WriteCondition ConditionOf(ObjectStoreCall call)
    {
        var ifMatch = call.Header("If-Match");
        var ifNoneMatch = call.Header("If-None-Match");
        if (ifMatch is null && ifNoneMatch is null)
            return WriteCondition.None;
        if (ObjectRefusals.Of(WriteConditionParser.ParsePut(ifMatch, ifNoneMatch, out var conditions)) is { } refusal)
            call.Refuse(refusal);
        return Of(conditions);
    }

    public static WriteCondition Of(WrittenConditions conditions) => conditions == default
        ? WriteCondition.None
        : new WriteCondition(
            conditions.IfAbsent,
            conditions.IfTag,
            conditions.IfModifiedAt is { } time ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : null,
            conditions.IfBytes);

    /// <summary>Refuses the call where it asks for encryption at rest, which is not silently left out.</summary>
    public static void CheckEncryption(ObjectStoreCall call, Func<string, string?> header)
    {
        const string Prefix = "x-amz-server-side-encryption";
        var encryption = new EncryptionParser(
            header(Prefix),
            header(Prefix + "-aws-kms-key-id"),
            header(Prefix + "-customer-algorithm"),
            header(Prefix + "-customer-key"),
            header(Prefix + "-customer-key-md5"));
        if (ObjectRefusals.Of(encryption.Check()) is { } refusal)
            call.Refuse(refusal);
    }
}
