using System.Text;
using CsCheck;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore.Wire;

public sealed class AwsChunkedDecoderTests
{
    private const string Empty = "0\r\n\r\n";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void The_documented_upload_is_decoded_however_it_is_cut(int piece)
    {
        CheckContent(PayloadKind.SignedChunks, DocumentedChunks.Signed, DocumentedChunks.Content, piece);
        CheckContent(PayloadKind.SignedChunksWithTrailer, DocumentedChunks.SignedWithTrailer, DocumentedChunks.Content, piece);
    }

    [Fact]
    public void The_trailer_is_known_at_the_end()
    {
        using var decoder = new AwsChunkedDecoder(
            PayloadKind.SignedChunksWithTrailer, DocumentedChunks.Length, DocumentedChunks.Signatures(DocumentedChunks.TrailerSeed));
        decoder.Decode(DocumentedChunks.SignedWithTrailer, new byte[DocumentedChunks.Length], out _, out _).ShouldBe(ChunkFault.None);

        decoder.End().ShouldBe(ChunkFault.None);
        decoder.Trailer.ShouldBe([new("x-amz-checksum-crc32c", "sOO8/Q==")]);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32:AAAAAA==\r\n\r\n")]
    [InlineData("x-amz-checksum-crc32:AAAAAA==\n\r\n\r\n")]
    [InlineData("X-Amz-Checksum-Crc32: AAAAAA== \r\n")]
    [InlineData("x-amz-checksum-crc32:AAAAAA==")]
    public void Clients_end_the_lines_of_a_trailer_as_they_like(string trailer)
    {
        using var decoder = new AwsChunkedDecoder(PayloadKind.UnsignedChunksWithTrailer, 0, null);
        decoder.Decode(Encoding.ASCII.GetBytes($"0\r\n{trailer}"), default, out _, out _).ShouldBe(ChunkFault.None);

        decoder.End().ShouldBe(ChunkFault.None);
        decoder.Trailer.ShouldBe([new("x-amz-checksum-crc32", "AAAAAA==")]);
    }

    [Theory]
    [InlineData("3\r\nabc\r\n" + Empty)]
    [InlineData("1\r\na\r\n2\r\nbc\r\n" + Empty)]
    [InlineData("00000003\r\nabc\r\n" + Empty)]
    [InlineData("3;chunk-signature=f00\r\nabc\r\n" + Empty)]
    [InlineData("3\r\nabc\r\n0\r\n")]
    public void Unsigned_chunks_need_a_size_only(string body) => Check(body, ChunkFault.None);

    [Theory]
    [InlineData("", ChunkFault.Truncated)]
    [InlineData("3", ChunkFault.Truncated)]
    [InlineData("3\r\nab", ChunkFault.Truncated)]
    [InlineData("3\r\nabc", ChunkFault.Truncated)]
    [InlineData("3\r\nabc\r\n", ChunkFault.Truncated)]
    [InlineData("3\r\nabc\r\n0", ChunkFault.Truncated)]
    [InlineData("2\r\nab\r\n" + Empty, ChunkFault.TooFewBytes)]
    [InlineData("4\r\nabcd\r\n" + Empty, ChunkFault.TooManyBytes)]
    [InlineData("3\r\nabc\r\n1\r\nd\r\n" + Empty, ChunkFault.TooManyBytes)]
    [InlineData("ffffffffffffffff\r\nabc\r\n" + Empty, ChunkFault.TooManyBytes)]
    [InlineData("fffffffffffffffff\r\nabc\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData("3\nabc\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData("3\r\nabcd\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData("3\r\nabc\n\n" + Empty, ChunkFault.Malformed)]
    [InlineData("-3\r\nabc\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData("+3\r\nabc\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData("0x3\r\nabc\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData(" 3\r\nabc\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData("\r\nabc\r\n" + Empty, ChunkFault.Malformed)]
    [InlineData("abc", ChunkFault.Truncated)]
    [InlineData("no chunks at all\r\n", ChunkFault.Malformed)]
    [InlineData("3\r\nabc\r\n0\r\nno header\r\n\r\n", ChunkFault.TrailerMalformed)]
    [InlineData("3\r\nabc\r\n0\r\n:\r\n\r\n", ChunkFault.TrailerMalformed)]
    [InlineData("3\r\nabc\r\n0\r\nname:\u00e9\r\n\r\n", ChunkFault.TrailerMalformed)]
    public void A_body_that_is_not_three_bytes_in_chunks_is_refused(string body, ChunkFault fault) => Check(body, fault);

    [Fact]
    public void The_first_line_of_a_chunk_has_an_end() => Check($"3;{new string('x', 300)}", ChunkFault.HeaderTooLong);

    [Fact]
    public void A_trailer_has_an_end() => Check($"3\r\nabc\r\n0\r\n{new string('x', 5_000)}", ChunkFault.TrailerTooLong);

    [Theory]
    [InlineData("ad80c730", "ad80c731")]
    [InlineData("0055627c", "0055627d")]
    [InlineData("b6c6ea8a", "b6c6ea8b")]
    [InlineData("b6c6ea8a", "b6c6ea8")]
    [InlineData("chunk-signature=0055", "chunk-signatory=0055")]
    [InlineData(";chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", "")]
    [InlineData("aaaa\r\n400", "aaab\r\n400")]
    public void A_wrong_signature_or_byte_in_any_chunk_is_seen(string right, string wrong)
    {
        var text = Encoding.ASCII.GetString(DocumentedChunks.Signed).Replace(right, wrong, StringComparison.Ordinal);

        Decode(PayloadKind.SignedChunks, Encoding.ASCII.GetBytes(text), DocumentedChunks.Length, 1_000)
            .Fault.ShouldBe(ChunkFault.WrongSignature);
    }

    [Theory]
    [InlineData("sOO8/Q==", "sOO8/R==")]
    [InlineData("signature:d81f", "signature:d81e")]
    [InlineData("signature:d81f", "signature:")]
    [InlineData("x-amz-trailer-signature:", "x-amz-other:")]
    public void A_changed_trailer_is_seen(string right, string wrong)
    {
        var text = Encoding.ASCII.GetString(DocumentedChunks.SignedWithTrailer).Replace(right, wrong, StringComparison.Ordinal);

        Decode(PayloadKind.SignedChunksWithTrailer, Encoding.ASCII.GetBytes(text), DocumentedChunks.Length, 1_000).Fault
            .ShouldBe(ChunkFault.WrongSignature);
    }

    [Fact]
    public void Chunks_cannot_change_places()
    {
        var chunks = Encoding.ASCII.GetString(DocumentedChunks.Signed).Split("\r\n");
        var moved = string.Join("\r\n", [chunks[2], chunks[3], chunks[0], chunks[1], .. chunks[4..]]);

        Decode(PayloadKind.SignedChunks, Encoding.ASCII.GetBytes(moved), DocumentedChunks.Length, 1_000).Fault
            .ShouldBe(ChunkFault.WrongSignature);
    }

    [Fact]
    public void A_trailer_that_was_not_announced_is_refused()
    {
        var body = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(DocumentedChunks.Signed) + "x-amz-meta-a: b\r\n");

        Decode(PayloadKind.SignedChunks, body, DocumentedChunks.Length, 1_000).Fault.ShouldBe(ChunkFault.TrailerMalformed);
    }

    [Fact]
    public void Any_bytes_in_any_chunks_come_out_as_they_went_in() =>
        Gen.Select(Gen.Byte.Array[0, 500].List[0, 6], Gen.Int[1, 400], Gen.Int[1, 400]).Sample((chunks, piece, room) =>
        {
            var body = new List<byte>();
            foreach (var chunk in chunks.Where(chunk => chunk.Length > 0))
                body.AddRange([.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]);
            body.AddRange("0\r\n\r\n"u8);
            var content = chunks.SelectMany(chunk => chunk).ToArray();

            CheckContent(PayloadKind.UnsignedChunksWithTrailer, [.. body], content, piece, room);
        });

    [Fact]
    public void Garbage_is_refused_and_never_more_than_a_fault() =>
        Gen.Select(Gen.Byte.Array[0, 600], Gen.Int[0, 100]).Sample((body, length) =>
            Decode(PayloadKind.UnsignedChunksWithTrailer, body, length, 50).Fault.ShouldNotBe(ChunkFault.None));

    private static void Check(string body, ChunkFault fault)
    {
        var bytes = Encoding.Latin1.GetBytes(body);
        for (var piece = 1; piece <= 3; piece++)
            Decode(PayloadKind.UnsignedChunksWithTrailer, bytes, 3, piece).Fault.ShouldBe(fault);
        Decode(PayloadKind.UnsignedChunksWithTrailer, bytes, 3, 10_000).Fault.ShouldBe(fault);
    }

    private static void CheckContent(PayloadKind kind, byte[] body, byte[] content, int piece, int room = int.MaxValue)
    {
        var decoded = Decode(kind, body, content.Length, piece, room);
        decoded.Fault.ShouldBe(ChunkFault.None);
        decoded.Content.ShouldBe(content);
    }

    private static (ChunkFault Fault, byte[] Content) Decode(PayloadKind kind, byte[] body, long length, int piece, int room = int.MaxValue)
    {
        var seed = kind == PayloadKind.SignedChunks ? DocumentedChunks.Seed : DocumentedChunks.TrailerSeed;
        var signatures = kind == PayloadKind.UnsignedChunksWithTrailer ? null : DocumentedChunks.Signatures(seed);
        using var decoder = new AwsChunkedDecoder(kind, length, signatures);
        var content = new List<byte>();
        foreach (var part in body.Chunk(piece))
        {
            var to = new byte[Math.Min(part.Length, room)];
            for (var from = part.AsSpan(); !from.IsEmpty;)
            {
                var fault = decoder.Decode(from, to, out var consumed, out var written);
                content.AddRange(to[..written]);
                if (fault != ChunkFault.None)
                    return (fault, [.. content]);
                (consumed + written).ShouldBePositive();
                from = from[consumed..];
            }
        }

        return (decoder.End(), [.. content]);
    }
}
