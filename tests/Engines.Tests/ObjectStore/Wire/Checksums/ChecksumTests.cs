namespace OrleansLld.ObjectStore.Wire.Checksums;

/// <summary>What clients see of checksums.</summary>
public sealed class ChecksumTests
{
    /// <summary>Of "Hello world", as botocore's own tests have them, but for CRC-64/NVME, which is the AWS CRT's.</summary>
    [Theory]
    [InlineData(ChecksumKind.Crc32, "i9aeUg==")]
    [InlineData(ChecksumKind.Crc32C, "crUfeA==")]
    [InlineData(ChecksumKind.Sha1, "e1AsOh9IyGCa4hLN+2Od7jlnP14=")]
    [InlineData(ChecksumKind.Sha256, "ZOyIygCyaOW6GjVnihtTFtIS9PNmskdyMlNKiuyjfzw=")]
    [InlineData(ChecksumKind.Crc64Nvme, "OOJZ0D8xKts=")]
    public void A_checksum_is_written_in_base64_highest_byte_first(ChecksumKind kind, string expected)
    {
        using var checksum = new Checksum(kind);
        checksum.Append("Hello"u8);
        checksum.Append(" world"u8);

        Convert.ToBase64String(checksum.Finish()).ShouldBe(expected);
        kind.TryParse(expected, new byte[ChecksumKinds.BytesMax]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(ChecksumKind.Crc32, "")]
    [InlineData(ChecksumKind.Crc32, "bad")]
    [InlineData(ChecksumKind.Crc32, "i9aeUg=")]
    [InlineData(ChecksumKind.Crc32, "i9aeUgA=")]
    [InlineData(ChecksumKind.Crc32, "i9ae Ug==")]
    [InlineData(ChecksumKind.Crc32, "i9aeUg==\n")]
    [InlineData(ChecksumKind.Crc64Nvme, "i9aeUg==")]
    [InlineData(ChecksumKind.Sha256, "e1AsOh9IyGCa4hLN+2Od7jlnP14=")]
    public void A_value_of_another_length_or_spelling_is_none(ChecksumKind kind, string text) =>
        kind.TryParse(text, new byte[ChecksumKinds.BytesMax]).ShouldBeFalse();

    [Fact]
    public void Names_and_headers_lead_back_to_their_kind()
    {
        foreach (var kind in ChecksumKinds.All)
        {
            ChecksumKinds.OfName(kind.Name().ToLowerInvariant()).ShouldBe(kind);
            ChecksumKinds.OfHeader(kind.Header().ToUpperInvariant()).ShouldBe(kind);
        }

        ChecksumKinds.OfName("MD5").ShouldBeNull();
        ChecksumKinds.OfHeader("x-amz-checksum-mode").ShouldBeNull();
    }
}
