namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary><c>OwnershipControls</c>: whether objects have access lists of their own.</summary>
public static class OwnershipXml
{
    public static Parsed<OwnershipSetting> Parse(ReadOnlyMemory<byte> body)
    {
        if (WireXml.Parse(body, "OwnershipControls", WireXmlLimits.Setting) is { } root
            && root.Has(["Rule"]) && root.Only("Rule") is { } rule
            && rule.Has(["ObjectOwnership"]) && rule.TextOf("ObjectOwnership") is { } name
            && Parse(name) is { } setting)
            return setting;
        return new WireRefusal(WireFault.MalformedXml);
    }

    /// <summary>The setting by its name, as in the header <c>x-amz-object-ownership</c>; null when it is none.</summary>
    public static OwnershipSetting? Parse(string name) => name switch
    {
        nameof(OwnershipSetting.BucketOwnerEnforced) => OwnershipSetting.BucketOwnerEnforced,
        nameof(OwnershipSetting.BucketOwnerPreferred) => OwnershipSetting.BucketOwnerPreferred,
        nameof(OwnershipSetting.ObjectWriter) => OwnershipSetting.ObjectWriter,
        _ => null,
    };

    public static byte[] Write(OwnershipSetting setting) => WireXml.Write("OwnershipControls", writer =>
    {
        writer.WriteStartElement("Rule", WireXml.Namespace);
        writer.WriteElementString("ObjectOwnership", WireXml.Namespace, setting.ToString());
        writer.WriteEndElement();
    });
}

/// <summary>Whether objects have access lists; names are S3's, the numbers are those of the contract's <c>ObjectOwnership</c>.</summary>
public enum OwnershipSetting
{
    BucketOwnerEnforced = 0,
    BucketOwnerPreferred = 1,
    ObjectWriter = 2,
}
