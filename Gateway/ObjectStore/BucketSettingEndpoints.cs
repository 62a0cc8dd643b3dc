using System.Text;
using OrleansLld.ObjectStore.Access;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>A bucket's settings but for its access list: reading, changing and removing each.</summary>
internal sealed class BucketSettingEndpoints(BucketConfiguration configuration)
{
    private const int PolicyBytesMax = 1 << 20;

    public static Task Versioning(ObjectStoreCall call) => Tell(call, VersioningXml.Write((VersioningSetting)call.Settings.Versioning));

    public async Task PutVersioning(ObjectStoreCall call)
    {
        if (await Read(call, VersioningXml.Parse) is { Value: var setting })
            await configuration.Change(call, new BucketChange.Versioning((VersioningState)setting), StatusCodes.Status200OK);
    }

    public static Task Policy(ObjectStoreCall call)
    {
        if (call.Settings.PolicyJson is { } json)
            return call.Send(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(json), "application/json");
        return Missing(call, S3Error.NoSuchBucketPolicy);
    }

    public async Task PutPolicy(ObjectStoreCall call)
    {
        if (await call.ReadDocument(PolicyBytesMax) is not { } document)
            return;
        if (BucketPolicyParser.Check(document, call.Bucket) is { } refusal)
        {
            call.Refuse(WireErrors.Of(refusal));
            return;
        }

        var json = Encoding.UTF8.GetString(document.Span);
        await configuration.Change(call, new BucketChange.Policy(json), StatusCodes.Status204NoContent);
    }

    public static Task PolicyStatus(ObjectStoreCall call) => call.Settings.PolicyJson is { } json
        ? Tell(call, PublicAccessXml.WriteStatus(BucketPolicyParser.IsPublic(Encoding.UTF8.GetBytes(json), call.Bucket)))
        : Missing(call, S3Error.NoSuchBucketPolicy);

    public Task DeletePolicy(ObjectStoreCall call) =>
        configuration.Change(call, new BucketChange.Policy(null), StatusCodes.Status204NoContent);

    public static Task Cors(ObjectStoreCall call) => call.Settings.CorsXml is { } xml
        ? Tell(call, Encoding.UTF8.GetBytes(xml))
        : Missing(call, S3Error.NoSuchCORSConfiguration);

    public async Task PutCors(ObjectStoreCall call)
    {
        if (await Read(call, CorsXml.Parse) is not { Value: var rules })
            return;
        var xml = Encoding.UTF8.GetString(CorsXml.Write(rules));
        await configuration.Change(call, new BucketChange.Cors(xml), StatusCodes.Status200OK);
    }

    public Task DeleteCors(ObjectStoreCall call) =>
        configuration.Change(call, new BucketChange.Cors(null), StatusCodes.Status204NoContent);

    public static Task Tagging(ObjectStoreCall call) => call.Settings.Tags.IsEmpty
        ? Missing(call, S3Error.NoSuchTagSet)
        : Tell(call, TaggingXml.Write(call.Settings.Tags.Select(tag => new NamedValue(tag.Name, tag.Value))));

    public async Task PutTagging(ObjectStoreCall call)
    {
        if (await Read(call, body => TaggingXml.Parse(body, TagScope.Bucket)) is not { Value: var tags })
            return;
        var change = new BucketChange.Tags([.. tags.Select(tag => new Tag(tag.Name, tag.Value))]);
        await configuration.Change(call, change, StatusCodes.Status204NoContent);
    }

    public Task DeleteTagging(ObjectStoreCall call) =>
        configuration.Change(call, new BucketChange.Tags([]), StatusCodes.Status204NoContent);

    public static Task Ownership(ObjectStoreCall call) => call.Settings.Ownership is { } ownership
        ? Tell(call, OwnershipXml.Write((OwnershipSetting)ownership))
        : Missing(call, S3Error.OwnershipControlsNotFoundError);

    public async Task PutOwnership(ObjectStoreCall call)
    {
        if (await Read(call, OwnershipXml.Parse) is { Value: var setting })
            await configuration.Change(call, new BucketChange.Ownership((ObjectOwnership)setting), StatusCodes.Status200OK);
    }

    public Task DeleteOwnership(ObjectStoreCall call) =>
        configuration.Change(call, new BucketChange.Ownership(null), StatusCodes.Status204NoContent);

    public static Task PublicAccess(ObjectStoreCall call) => call.Settings.PublicAccess is { } block
        ? Tell(call, PublicAccessXml.Write(new(
            block.BlockPublicAcls, block.IgnorePublicAcls, block.BlockPublicPolicy, block.RestrictPublicBuckets)))
        : Missing(call, S3Error.NoSuchPublicAccessBlockConfiguration);

    public async Task PutPublicAccess(ObjectStoreCall call)
    {
        if (await Read(call, PublicAccessXml.Parse) is not { Value: var block })
            return;
        var change = new BucketChange.PublicAccess(new(
            block.BlockPublicAcls, block.IgnorePublicAcls, block.BlockPublicPolicy, block.RestrictPublicBuckets));
        await configuration.Change(call, change, StatusCodes.Status200OK);
    }

    public Task DeletePublicAccess(ObjectStoreCall call) =>
        configuration.Change(call, new BucketChange.PublicAccess(null), StatusCodes.Status204NoContent);

    /// <summary>Reads a document; refuses the call where it is not one.</summary>
    /// <returns>What it says, or null when it was refused.</returns>
    private static async ValueTask<Parsed<T>?> Read<T>(ObjectStoreCall call, Func<ReadOnlyMemory<byte>, Parsed<T>> parse)
    {
        if (await call.ReadDocument(WireXmlLimits.Setting.BytesMax) is not { } document)
            return null;
        var parsed = parse(document);
        if (parsed.Refusal is not { } refusal)
            return parsed;
        call.Refuse(WireErrors.Of(refusal));
        return null;
    }

    private static Task Tell(ObjectStoreCall call, byte[] document) =>
        call.Send(StatusCodes.Status200OK, document, ObjectStoreCall.XmlType);

    private static Task Missing(ObjectStoreCall call, S3Error error)
    {
        call.Refuse(error);
        return Task.CompletedTask;
    }
}
