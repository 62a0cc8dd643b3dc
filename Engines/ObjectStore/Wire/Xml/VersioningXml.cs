namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary><c>VersioningConfiguration</c>: whether a bucket keeps versions.</summary>
public static class VersioningXml
{
    private const string StatusMissing = "The Versioning element must be specified";

    public static Parsed<VersioningSetting> Parse(ReadOnlyMemory<byte> body)
    {
        if (WireXml.Parse(body, "VersioningConfiguration", WireXmlLimits.Setting) is not { } root || !root.Has(["Status", "MfaDelete"]))
            return new WireRefusal(WireFault.MalformedXml);
        switch (root.TextOf("MfaDelete"))
        {
            case null or "Disabled":
                break;
            case "Enabled":
                return new WireRefusal(WireFault.NotImplemented);
            default:
                return new WireRefusal(WireFault.MalformedXml);
        }

        return root.TextOf("Status") switch
        {
            "Enabled" => VersioningSetting.Enabled,
            "Suspended" => VersioningSetting.Suspended,
            null => new WireRefusal(WireFault.IllegalVersioningConfiguration, StatusMissing),
            _ => new WireRefusal(WireFault.MalformedXml),
        };
    }

    public static byte[] Write(VersioningSetting setting) => WireXml.Write("VersioningConfiguration", writer =>
    {
        if (setting != VersioningSetting.Off)
            writer.WriteElementString("Status", WireXml.Namespace, setting.ToString());
    });
}

/// <summary>Whether versions are kept; the numbers are those of the contract's <c>VersioningState</c>.</summary>
public enum VersioningSetting
{
    Off = 0,
    Enabled = 1,
    Suspended = 2,
}
