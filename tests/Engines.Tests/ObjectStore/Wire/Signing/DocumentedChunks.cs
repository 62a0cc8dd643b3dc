using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The upload in chunks that S3's documentation works through: 65 KiB of the letter a in chunks of 64 KiB.</summary>
internal static class DocumentedChunks
{
    public const string Seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    public const string TrailerSeed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
    public const int Length = 66_560;

    public static byte[] Content { get; } = [.. Enumerable.Repeat((byte)'a', Length)];

    public static byte[] Signed { get; } = Join(
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
        "");

    public static byte[] SignedWithTrailer { get; } = Join(
        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        "x-amz-checksum-crc32c:sOO8/Q==\r\n"
        + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n");

    public static ChunkSignatures Signatures(string seed)
    {
        var scope = new CredentialScope("20130524", "us-east-1", "s3");
        return new ChunkSignatures(
            SigningKey.Derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope), "20130524T000000Z", scope, seed);
    }

    private static byte[] Join(string first, string second, string third, string trailer) => Encoding.ASCII.GetBytes(
        $"10000;chunk-signature={first}\r\n{new string('a', 65_536)}\r\n"
        + $"400;chunk-signature={second}\r\n{new string('a', 1_024)}\r\n"
        + $"0;chunk-signature={third}\r\n{trailer}\r\n");
}
