namespace OrleansLld.ObjectStore.Wire;

public sealed class ObjectHeadersTests
{
    [Fact]
    public void System_headers_and_metadata_are_kept_apart()
    {
        var headers = Read(
            ("Content-Type", "text/plain"), ("Cache-Control", "no-cache"), ("X-Amz-Meta-Colour", "Blue"), ("x-amz-meta-Empty", ""),
            ("Host", "localhost"), ("x-amz-acl", "private"), ("Expires", "whenever"));

        headers.System.ShouldBe([new("content-type", "text/plain"), new("cache-control", "no-cache"), new("expires", "whenever")]);
        headers.Metadata.ShouldBe([new("colour", "Blue"), new("empty", "")]);
        headers.MetadataBytes.ShouldBe("colour".Length + "Blue".Length + "empty".Length);
    }

    [Fact]
    public void Without_a_content_type_there_is_a_default() =>
        Read(("x-amz-meta-a", "b")).System.ShouldBe([new("content-type", "binary/octet-stream")]);

    [Theory]
    [InlineData("aws-chunked", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("aws-chunked,gzip", "gzip")]
    [InlineData("gzip, AWS-Chunked , br", "gzip,br")]
    public void How_the_body_was_cut_is_no_encoding_of_the_object(string sent, string? kept) =>
        Read(("content-type", "a/b"), ("content-encoding", sent)).System
            .FirstOrDefault(header => header.Key == "content-encoding").Value.ShouldBe(kept);

    [Fact]
    public void Metadata_have_two_kibibytes_at_most()
    {
        var headers = new ObjectHeaders();
        headers.Take("x-amz-meta-a", new string('b', 2047)).ShouldBe(ObjectHeaderOutcome.Taken);
        headers.Take("x-amz-meta-c", "").ShouldBe(ObjectHeaderOutcome.MetadataTooLarge);
        headers.MetadataBytes.ShouldBe(2049);
    }

    [Theory]
    [InlineData("x-amz-meta-ä", "value")]
    [InlineData("x-amz-meta-a b", "value")]
    [InlineData("x-amz-meta-a", "line\nbreak")]
    [InlineData("Content-Type", "a\0b")]
    public void What_no_header_can_say_is_refused(string name, string value) =>
        new ObjectHeaders().Take(name, value).ShouldBe(ObjectHeaderOutcome.Malformed);

    [Theory]
    [InlineData("STANDARD", "", ObjectHeaderOutcome.Taken)]
    [InlineData("STANDARD_IA", "STANDARD_IA", ObjectHeaderOutcome.Taken)]
    [InlineData("GLACIER", "GLACIER", ObjectHeaderOutcome.Taken)]
    [InlineData("standard", "standard", ObjectHeaderOutcome.InvalidStorageClass)]
    [InlineData("EXPRESS_ONEZONE", "EXPRESS_ONEZONE", ObjectHeaderOutcome.InvalidStorageClass)]
    [InlineData("", "", ObjectHeaderOutcome.InvalidStorageClass)]
    public void A_storage_class_is_one_of_those_that_there_are(string sent, string kept, ObjectHeaderOutcome outcome)
    {
        var headers = new ObjectHeaders();
        headers.Take("x-amz-storage-class", sent).ShouldBe(outcome);
        headers.StorageClass.ShouldBe(kept);
    }

    [Theory]
    [InlineData("/index.html", ObjectHeaderOutcome.Taken)]
    [InlineData("https://example.com/", ObjectHeaderOutcome.Taken)]
    [InlineData("index.html", ObjectHeaderOutcome.InvalidRedirect)]
    [InlineData("ftp://example.com/", ObjectHeaderOutcome.InvalidRedirect)]
    public void A_redirect_leads_to_a_path_or_the_web(string sent, ObjectHeaderOutcome outcome) =>
        new ObjectHeaders().Take("x-amz-website-redirect-location", sent).ShouldBe(outcome);

    [Theory]
    [InlineData(null, null, EncryptionOutcome.None)]
    [InlineData("AES256", null, EncryptionOutcome.NotImplemented)]
    [InlineData("aws:kms", "key", EncryptionOutcome.NotImplemented)]
    [InlineData("AES256", "key", EncryptionOutcome.Invalid)]
    [InlineData("ROT13", null, EncryptionOutcome.Invalid)]
    [InlineData(null, "key", EncryptionOutcome.Invalid)]
    public void Encryption_is_refused_and_never_left_out_in_silence(string? algorithm, string? keyId, EncryptionOutcome outcome) =>
        new EncryptionParser(algorithm, keyId, null, null, null).Check().ShouldBe(outcome);

    [Theory]
    [InlineData("AES256", "pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs=", "DWygnHRtgiJ77HCm+1rvHw==", EncryptionOutcome.NotImplemented)]
    [InlineData("AES256", "pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs=", "AAAAAAAAAAAAAAAAAAAAAA==", EncryptionOutcome.Invalid)]
    [InlineData("AES256", "cO3upElrwuEXSoF", "DWygnHRtgiJ77HCm+1rvHw==", EncryptionOutcome.Invalid)]
    [InlineData("AES256", null, null, EncryptionOutcome.Invalid)]
    [InlineData(null, "pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs=", "DWygnHRtgiJ77HCm+1rvHw==", EncryptionOutcome.Invalid)]
    [InlineData("DES", "pO3upElrwuEXSoFwCfnZPdSsmt/xWeFa0N9KgDijwVs=", "DWygnHRtgiJ77HCm+1rvHw==", EncryptionOutcome.InvalidAlgorithm)]
    public void A_customers_key_is_complete_and_unharmed(string? algorithm, string? key, string? hash, EncryptionOutcome outcome) =>
        new EncryptionParser(null, null, algorithm, key, hash).Check().ShouldBe(outcome);

    private static ObjectHeaders Read(params (string Name, string Value)[] sent)
    {
        var headers = new ObjectHeaders();
        foreach (var (name, value) in sent)
            headers.Take(name, value).ShouldBe(ObjectHeaderOutcome.Taken);
        headers.Complete();
        return headers;
    }
}
