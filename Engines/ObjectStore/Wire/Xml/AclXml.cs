using System.Collections.Immutable;
using System.Xml;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary><c>AccessControlPolicy</c>: the access list of a bucket or an object.</summary>
public static class AclXml
{
    public static Parsed<Acl> Parse(ReadOnlyMemory<byte> body)
    {
        if (WireXml.Parse(body, "AccessControlPolicy", WireXmlLimits.Setting) is not { } root
            || !root.Has(["Owner", "AccessControlList"])
            || root.Only("Owner") is not { } owner || !owner.Has(["ID", "DisplayName"]) || owner.TextOf("ID") is not { } ownerId
            || root.Only("AccessControlList") is not { } list || !list.Has([], ["Grant"]) || !IsBlank(list)
            || list.Children.Length > AclHeaders.GrantsMax)
            return new WireRefusal(WireFault.MalformedAcl);

        var entries = ImmutableArray.CreateBuilder<AclEntry>();
        foreach (var grant in list.Children)
        {
            var entry = Read(grant);
            if (entry.Refusal is { } refusal)
                return refusal;
            entries.Add(entry.Value);
        }

        return new Acl(ownerId, owner.TextOf("DisplayName") ?? "", entries.ToImmutable());
    }

    public static byte[] Write(Acl acl) => WireXml.Write("AccessControlPolicy", writer =>
    {
        writer.WriteStartElement("Owner", WireXml.Namespace);
        WriteParty(writer, acl.OwnerId, acl.OwnerName);
        writer.WriteEndElement();
        writer.WriteStartElement("AccessControlList", WireXml.Namespace);
        foreach (var entry in acl.Entries)
            Write(writer, entry);
        writer.WriteEndElement();
    });

    private static Parsed<AclEntry> Read(WireElement grant)
    {
        if (!grant.Has(["Grantee", "Permission"])
            || grant.Only("Grantee") is not { } grantee
            || grant.TextOf("Permission") is not { } permissionName
            || AclNames.Permission(permissionName) is not { } permission)
            return new WireRefusal(WireFault.MalformedAcl);
        switch (grantee.XsiType)
        {
            case "CanonicalUser" when grantee.Has(["ID", "DisplayName"]) && grantee.TextOf("ID") is { } id:
                return AclNames.IsAccount(id)
                    ? new AclEntry(AclGrantee.Account, id, grantee.TextOf("DisplayName") ?? "", permission)
                    : new WireRefusal(WireFault.InvalidArgument, "Invalid id", "CanonicalUser/ID", id);
            case "Group" when grantee.Has(["URI"]) && grantee.TextOf("URI") is { } uri:
                return AclNames.Group(uri) is { } group
                    ? AclEntry.Of(group, permission)
                    : new WireRefusal(WireFault.InvalidArgument, "Invalid group uri", "Group/URI", uri);
            case "AmazonCustomerByEmail" when grantee.Has(["EmailAddress"]) && grantee.TextOf("EmailAddress") is { } email:
                return new WireRefusal(WireFault.UnresolvableGrantByEmailAddress, "", "AmazonCustomerByEmail/EmailAddress", email);
            default:
                return new WireRefusal(WireFault.MalformedAcl);
        }
    }

    private static void Write(XmlWriter writer, AclEntry entry)
    {
        writer.WriteStartElement("Grant", WireXml.Namespace);
        writer.WriteStartElement("Grantee", WireXml.Namespace);
        writer.WriteAttributeString("xmlns", "xsi", null, WireXml.Instance);
        writer.WriteAttributeString("xsi", "type", WireXml.Instance, entry.Kind == AclGrantee.Account ? "CanonicalUser" : "Group");
        if (entry.Kind == AclGrantee.Account)
            WriteParty(writer, entry.Id, entry.Name);
        else
            writer.WriteElementString("URI", WireXml.Namespace, AclNames.Uri(entry.Kind));
        writer.WriteEndElement();
        writer.WriteElementString("Permission", WireXml.Namespace, AclNames.Permission(entry.Permission));
        writer.WriteEndElement();
    }

    private static void WriteParty(XmlWriter writer, string id, string name)
    {
        writer.WriteElementString("ID", WireXml.Namespace, id);
        if (name.Length > 0)
            writer.WriteElementString("DisplayName", WireXml.Namespace, name);
    }

    private static bool IsBlank(WireElement element) => string.IsNullOrWhiteSpace(element.Text);
}
