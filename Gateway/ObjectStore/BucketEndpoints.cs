using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Buckets as such: which there are, and making, finding and removing one.</summary>
internal sealed class BucketEndpoints(
    IGrainFactory grains, BucketConfiguration configuration, IOptions<ObjectStoreEdgeOptions> options)
{
    /// <summary>The region whose buckets have no location constraint.</summary>
    private const string FirstRegion = "us-east-1";

    private const string OwnershipHeader = "x-amz-object-ownership";
    private const int PageMax = 10_000;
    private const int IncarnationLength = 16;
    private const string SomeLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly string _region = options.Value.Region;

    /// <summary>The requester's buckets by name.</summary>
    public async Task List(ObjectStoreCall call)
    {
        if (call.Who.Account is not { } account)
        {
            call.Refuse(S3Error.AccessDenied);
            return;
        }

        var limit = PageMax;
        if (call.Query["max-buckets"] is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > PageMax))
            call.Refuse(S3Error.Argument("max-buckets", text, "Argument max-buckets must be an integer between 1 and 10000"));
        if (!ContinuationToken.TryRead(call.Query["continuation-token"], out var after))
            call.Refuse(S3Error.Argument(
                "continuation-token", call.Query["continuation-token"]!, "The continuation token provided is incorrect"));
        if (call.Refusal is not null)
            return;

        var page = await grains.GetGrain<IBucketListGrain>(account.Value)
            .List(call.Query["prefix"] ?? "", after, limit, call.Aborted);
        WriteList(call, page, limit);
        await call.SendXml();
    }

    /// <summary>Makes a bucket for the requester.</summary>
    public async Task Create(ObjectStoreCall call)
    {
        if (call.Who.Account is null)
            call.Refuse(S3Error.AccessDenied);
        if (call.Header("x-amz-bucket-object-lock-enabled") is { } locked && !locked.Equals("false", StringComparison.OrdinalIgnoreCase))
            call.Refuse(S3Error.NotImplemented);
        if (call.Refusal is not null || ReadOwnership(call) is not { } ownership || ReadAcl(call, ownership) is not { } acl
            || await ReadBody(call) is not { } asked)
            return;

        var incarnation = RandomNumberGenerator.GetString(SomeLetters, IncarnationLength);
        var command = new CreateBucket(call.Who, asked.Region, ownership, acl, incarnation);
        var refusal = await grains.GetGrain<IBucketGrain>(call.Bucket).Create(command, CancellationToken.None);
        // In its first region S3 lets an owner make a bucket again, which changes nothing.
        if (refusal is not BucketRefusal.None && !(refusal is BucketRefusal.OwnedByYou && _region == FirstRegion))
        {
            call.Refuse(BucketErrors.Of(refusal));
            return;
        }

        if (refusal is BucketRefusal.None && !asked.Tags.IsEmpty)
            await configuration.Change(call.Who, call.Bucket, new BucketChange.Tags(TagsOf(asked)));
        call.Response.Headers.Location = "/" + call.Bucket;
        await call.SendNothing(StatusCodes.Status200OK);
    }

    /// <summary>Whether the requester may list the bucket.</summary>
    public Task Head(ObjectStoreCall call)
    {
        call.Response.Headers["x-amz-bucket-region"] = RegionOf(call.Settings.Region);
        call.Response.Headers["x-amz-access-point-alias"] = "false";
        return call.SendNothing(StatusCodes.Status200OK);
    }

    /// <summary>Removes a bucket that is empty.</summary>
    public async Task Delete(ObjectStoreCall call)
    {
        var refusal = await grains.GetGrain<IBucketGrain>(call.Bucket).Delete(call.Who, CancellationToken.None);
        if (refusal is BucketRefusal.None)
            await call.SendNothing(StatusCodes.Status204NoContent);
        else
            call.Refuse(BucketErrors.Of(refusal));
    }

    /// <summary>In which region the bucket is.</summary>
    public Task Location(ObjectStoreCall call)
    {
        var region = RegionOf(call.Settings.Region);
        call.Xml.Document("LocationConstraint"u8).Text(region == FirstRegion ? "" : region).End("LocationConstraint"u8);
        return call.SendXml();
    }

    private static ImmutableArray<Tag> TagsOf(NewBucket asked) => [.. asked.Tags.Select(tag => new Tag(tag.Name, tag.Value))];

    private static ObjectOwnership? ReadOwnership(ObjectStoreCall call)
    {
        if (call.Header(OwnershipHeader) is not { Length: > 0 } name)
            return ObjectOwnership.BucketOwnerEnforced;
        if (OwnershipXml.Parse(name) is { } setting)
            return (ObjectOwnership)setting;
        call.Refuse(S3Error.Argument(OwnershipHeader, name, $"Invalid {OwnershipHeader} header: {name}"));
        return null;
    }

    /// <summary>The grants of a new bucket; null when they were refused.</summary>
    private static ImmutableArray<Grant>? ReadAcl(ObjectStoreCall call, ObjectOwnership ownership)
    {
        if (AclDocuments.ReadHeaders(call) is not { } headers)
            return null;
        var owner = new ObjectOwner(call.Who.Account!.Value, call.Who.Handle);
        if (ownership != ObjectOwnership.BucketOwnerEnforced)
            return headers.IsEmpty ? [] : AclDocuments.GrantsOf(call, headers, owner, owner);
        if (headers.SuitsOwnerEnforced(owner.Account.ToString()))
            return ImmutableArray<Grant>.Empty;
        call.Refuse(S3Error.InvalidBucketAclWithObjectOwnership);
        return null;
    }

    /// <summary>What the client asks for; null when it was refused.</summary>
    private async ValueTask<NewBucket?> ReadBody(ObjectStoreCall call)
    {
        if (await call.ReadDocument(WireXmlLimits.Setting.BytesMax) is not { } document)
            return null;
        var asked = CreateBucketXml.Parse(document);
        var constraint = asked.Value?.Region ?? "";
        if (asked.Refusal is { } malformed)
            call.Refuse(WireErrors.Of(malformed));
        else if (_region == FirstRegion && !IsFree(constraint))
            call.Refuse(S3Error.InvalidLocationConstraint with { Details = [("LocationConstraint", constraint)] });
        else if (_region != FirstRegion && constraint != _region)
            call.Refuse(S3Error.IllegalLocationConstraintException with
            {
                Message = $"The {(constraint.Length == 0 ? "unspecified" : constraint)} location constraint is incompatible for the "
                    + "region specific endpoint this request was sent to.",
            });
        return call.Refusal is null ? asked.Value : null;
    }

    private void WriteList(ObjectStoreCall call, ImmutableArray<BucketEntry> page, int limit)
    {
        var region = call.Query["bucket-region"];
        var xml = call.Xml.Document("ListAllMyBucketsResult"u8);
        xml.Begin("Owner"u8).Element("ID"u8, call.Who.Account.ToString()!).Element("DisplayName"u8, call.Who.Handle).End("Owner"u8);
        xml.Begin("Buckets"u8);
        foreach (var bucket in page)
        {
            if (region is not null && RegionOf(bucket.Region) != region)
                continue;
            xml.Begin("Bucket"u8).Element("Name"u8, bucket.Name).Element("CreationDate"u8, bucket.CreatedAt);
            xml.Element("BucketRegion"u8, RegionOf(bucket.Region)).End("Bucket"u8);
        }

        xml.End("Buckets"u8);
        if (page.Length == limit)
            xml.Element("ContinuationToken"u8, ContinuationToken.Write(page[^1].Name));
        if (call.Query["prefix"] is { Length: > 0 } prefix)
            xml.Element("Prefix"u8, prefix);
        xml.End("ListAllMyBucketsResult"u8);
    }

    // The first region's address makes buckets in the others too: EU, eu-west-1 and the like.
    private static bool IsFree(string constraint) => constraint is "" or "EU"
        || (constraint != FirstRegion && constraint.Contains('-', StringComparison.Ordinal) && char.IsAsciiDigit(constraint[^1]));

    private string RegionOf(string constraint) => constraint.Length == 0 ? _region : constraint;
}
