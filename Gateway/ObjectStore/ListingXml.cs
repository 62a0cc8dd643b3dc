namespace OrleansLld.ObjectStore;

/// <summary>The lines of listings.</summary>
internal static class ListingXml
{
    /// <summary>Prefix, delimiter and encoding of the question.</summary>
    public static void WriteScope(XmlAnswer xml, ListingQuestion question)
    {
        xml.Element("Prefix"u8, question.Tell(question.Prefix));
        if (question.Delimiter.Length > 0)
            xml.Element("Delimiter"u8, question.Tell(question.Delimiter));
        if (question.IsEncoded)
            xml.Element("EncodingType"u8, "url"u8);
    }

    public static void WriteObject(XmlAnswer xml, ListingQuestion question, ListedObject entry, bool isOwnerTold)
    {
        xml.Begin("Contents"u8).Element("Key"u8, question.Tell(entry.Key));
        WriteContent(xml, entry);
        if (isOwnerTold)
            WriteOwner(xml, "Owner"u8, entry.Owner);
        xml.End("Contents"u8);
    }

    public static void WriteVersion(XmlAnswer xml, ListingQuestion question, ListedObject entry)
    {
        var name = entry.IsDeleteMarker ? "DeleteMarker"u8 : "Version"u8;
        xml.Begin(name).Element("Key"u8, question.Tell(entry.Key)).Element("VersionId"u8, entry.Id);
        xml.Element("IsLatest"u8, entry.IsLatest);
        if (entry.IsDeleteMarker)
            xml.Element("LastModified"u8, entry.ModifiedAt);
        else
            WriteContent(xml, entry);
        WriteOwner(xml, "Owner"u8, entry.Owner);
        xml.End(name);
    }

    public static void WriteUpload(XmlAnswer xml, ListingQuestion question, ListedObject entry)
    {
        xml.Begin("Upload"u8).Element("Key"u8, question.Tell(entry.Key)).Element("UploadId"u8, entry.Id);
        WriteOwner(xml, "Initiator"u8, entry.Owner);
        WriteOwner(xml, "Owner"u8, entry.Owner);
        WriteStorageClass(xml, entry);
        xml.Element("Initiated"u8, entry.ModifiedAt);
        WriteChecksum(xml, entry.Checksum);
        xml.End("Upload"u8);
    }

    public static void WritePrefixes(XmlAnswer xml, ListingQuestion question, ListingPage page)
    {
        foreach (var prefix in page.CommonPrefixes)
            xml.Begin("CommonPrefixes"u8).Element("Prefix"u8, question.Tell(prefix)).End("CommonPrefixes"u8);
    }

    private static void WriteContent(XmlAnswer xml, ListedObject entry)
    {
        xml.Element("LastModified"u8, entry.ModifiedAt).ETag(entry.ETag);
        WriteChecksum(xml, entry.Checksum);
        xml.Element("Size"u8, entry.Bytes);
        WriteStorageClass(xml, entry);
    }

    private static void WriteChecksum(XmlAnswer xml, ObjectChecksum? checksum)
    {
        if (checksum is null)
            return;
        xml.Element("ChecksumAlgorithm"u8, checksum.Algorithm switch
        {
            ChecksumAlgorithm.Crc32 => "CRC32"u8,
            ChecksumAlgorithm.Crc32C => "CRC32C"u8,
            ChecksumAlgorithm.Crc64Nvme => "CRC64NVME"u8,
            ChecksumAlgorithm.Sha1 => "SHA1"u8,
            ChecksumAlgorithm.Sha256 => "SHA256"u8,
            _ => throw new ArgumentOutOfRangeException(nameof(checksum)),
        });
        xml.Element("ChecksumType"u8, checksum.Type == ChecksumType.Composite ? "COMPOSITE"u8 : "FULL_OBJECT"u8);
    }

    private static void WriteStorageClass(XmlAnswer xml, ListedObject entry)
    {
        if (entry.StorageClass.Length == 0)
            xml.Element("StorageClass"u8, "STANDARD"u8);
        else
            xml.Element("StorageClass"u8, entry.StorageClass);
    }

    private static void WriteOwner(XmlAnswer xml, ReadOnlySpan<byte> name, ObjectOwner owner) =>
        xml.Begin(name).Element("ID"u8, owner.Account.Value).Element("DisplayName"u8, owner.Handle).End(name);
}
