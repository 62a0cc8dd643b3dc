using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary><c>Tagging</c>: the tags of a bucket or an object.</summary>
public static class TaggingXml
{
    public static Parsed<ImmutableArray<NamedValue>> Parse(ReadOnlyMemory<byte> body, TagScope scope)
    {
        if (WireXml.Parse(body, "Tagging", WireXmlLimits.Setting) is not { } root
            || !root.Has(["TagSet"]) || root.Only("TagSet") is not { } set || !set.Has([], ["Tag"]))
            return new WireRefusal(WireFault.MalformedXml);
        var tags = ImmutableArray.CreateBuilder<NamedValue>();
        foreach (var tag in set.Children)
        {
            if (!tag.Has(["Key", "Value"]) || tag.TextOf("Key") is not { } key || tag.TextOf("Value") is not { } value)
                return new WireRefusal(WireFault.MalformedXml);
            tags.Add(new NamedValue(key, value));
        }

        var all = tags.ToImmutable();
        return TagRules.Check(all, scope) is { } refusal ? refusal : all;
    }

    public static byte[] Write(IEnumerable<NamedValue> tags) => WireXml.Write("Tagging", writer =>
    {
        writer.WriteStartElement("TagSet", WireXml.Namespace);
        foreach (var tag in tags)
        {
            writer.WriteStartElement("Tag", WireXml.Namespace);
            writer.WriteElementString("Key", WireXml.Namespace, tag.Name);
            writer.WriteElementString("Value", WireXml.Namespace, tag.Value);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    });
}
