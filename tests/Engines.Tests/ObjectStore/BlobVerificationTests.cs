using System.Text;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

public sealed class BlobVerificationTests
{
    private const string Md5OfHello = "5d41402abc4b2a76b9719d911017c592";
    private const string Crc32OfHello = "NhCmhg==";

    [Theory]
    [InlineData("hello", Md5OfHello, Crc32OfHello, BlobFault.None)]
    [InlineData("hell", Md5OfHello, Crc32OfHello, BlobFault.WrongLength)]
    [InlineData("hello!", Md5OfHello, Crc32OfHello, BlobFault.WrongLength)]
    [InlineData("jello", Md5OfHello, Crc32OfHello, BlobFault.WrongETag)]
    [InlineData("jello", null, Crc32OfHello, BlobFault.WrongChecksum)]
    [InlineData("jello", null, null, BlobFault.None)]
    public void Bytes_are_compared_with_whatever_is_known_of_them(string bytes, string? etag, string? checksum, BlobFault expected)
    {
        var claim = new BlobClaim(5, etag, checksum is null ? null : ChecksumKind.Crc32, checksum ?? "");
        using var verification = new BlobVerification(claim);

        foreach (var piece in Encoding.ASCII.GetBytes(bytes).Chunk(2))
            verification.Append(piece);

        verification.Finish().ShouldBe(expected);
    }
}
