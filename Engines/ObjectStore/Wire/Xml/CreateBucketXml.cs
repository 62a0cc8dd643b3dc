using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary><c>CreateBucketConfiguration</c>, and the answer <c>LocationConstraint</c>.</summary>
public static class CreateBucketXml
{
    public const int RegionLengthMax = 64;

    /// <summary>Reads the body of a bucket's creation; an empty one asks for nothing.</summary>
    public static Parsed<NewBucket> Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return new NewBucket("", []);
        if (WireXml.Parse(body, "CreateBucketConfiguration", WireXmlLimits.Setting) is not { } root
            || !root.Has(["LocationConstraint", "Tags", "Location", "Bucket"]))
            return new WireRefusal(WireFault.MalformedXml);
        if (root.Only("Location") is not null || root.Only("Bucket") is not null)
            return new WireRefusal(WireFault.NotImplemented);
        var region = root.TextOf("LocationConstraint") ?? "";
        if (region.Length > RegionLengthMax || region.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new WireRefusal(WireFault.MalformedXml);
        var tags = ImmutableArray.CreateBuilder<NamedValue>();
        foreach (var tag in root.Only("Tags")?.Children ?? [])
        {
            if (tag.Name != "Tag" || !tag.Has(["Key", "Value"]) || tag.TextOf("Key") is not { } key || tag.TextOf("Value") is not { } value)
                return new WireRefusal(WireFault.MalformedXml);
            tags.Add(new NamedValue(key, value));
        }

        var all = tags.ToImmutable();
        return TagRules.Check(all, TagScope.Bucket) is { } refusal ? refusal : new NewBucket(region, all);
    }

    /// <summary>The answer to where a bucket is; empty for the default region.</summary>
    public static byte[] WriteLocation(string region) => WireXml.Write("LocationConstraint", writer => writer.WriteString(region));
}

/// <summary>What a bucket is made with.</summary>
/// <param name="Region">The location constraint; empty for the default region.</param>
/// <param name="Tags">The bucket's tags.</param>
public sealed record NewBucket(string Region, ImmutableArray<NamedValue> Tags);
