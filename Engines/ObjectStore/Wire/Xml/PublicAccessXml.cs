using System.Xml;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary><c>PublicAccessBlockConfiguration</c> and the answer <c>PolicyStatus</c>.</summary>
public static class PublicAccessXml
{
    private static readonly string[] Names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    public static Parsed<PublicAccessSetting> Parse(ReadOnlyMemory<byte> body)
    {
        if (WireXml.Parse(body, "PublicAccessBlockConfiguration", WireXmlLimits.Setting) is not { } root || !root.Has(Names))
            return new WireRefusal(WireFault.MalformedXml);
        Span<bool> values = stackalloc bool[Names.Length];
        for (var i = 0; i < Names.Length; i++)
        {
            switch (root.TextOf(Names[i])?.ToLowerInvariant())
            {
                case "true" or "1":
                    values[i] = true;
                    break;
                case null when root.Only(Names[i]) is null:
                case "false" or "0":
                    break;
                default:
                    return new WireRefusal(WireFault.MalformedXml);
            }
        }

        return new PublicAccessSetting(values[0], values[1], values[2], values[3]);
    }

    public static byte[] Write(PublicAccessSetting setting) => WireXml.Write("PublicAccessBlockConfiguration", writer =>
    {
        Write(writer, Names[0], setting.BlockPublicAcls);
        Write(writer, Names[1], setting.IgnorePublicAcls);
        Write(writer, Names[2], setting.BlockPublicPolicy);
        Write(writer, Names[3], setting.RestrictPublicBuckets);
    });

    /// <summary>The answer to whether a bucket's policy is public.</summary>
    public static byte[] WriteStatus(bool isPublic) =>
        WireXml.Write("PolicyStatus", writer => Write(writer, "IsPublic", isPublic));

    private static void Write(XmlWriter writer, string name, bool value) =>
        writer.WriteElementString(name, WireXml.Namespace, value ? "true" : "false");
}

/// <summary>What is forbidden however grants and policy read.</summary>
public readonly record struct PublicAccessSetting(
    bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets);
