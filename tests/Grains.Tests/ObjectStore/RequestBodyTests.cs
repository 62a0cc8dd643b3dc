using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>Bodies that are what was said of them, and bodies that lie.</summary>
public sealed class RequestBodyTests
{
    private const string ETag = "5eb63bbbe01eeed093cb22bb8f5acdc3";
    private const string Md5 = "XrY7u+Ae7tCTyyK7j1rNww==";
    private const string Crc32 = "DUoRhQ==";
    private const string Trailer = "x-amz-checksum-crc32";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] Text = Encoding.ASCII.GetBytes("hello world");

    [Fact]
    public async Task The_bytes_come_as_sent_and_their_etag_with_them()
    {
        var body = Open(Put(Text));

        (await ReadAll(body)).ShouldBe(Text);
        body.ETag.ShouldBe(ETag);
        body.Length.ShouldBe(Text.Length);
        body.Checksum.ShouldBeNull();
        body.HasDigest.ShouldBeFalse();
    }

    [Fact]
    public async Task No_bytes_are_a_body_too()
    {
        var body = Open(Put([]).With("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="));

        (await ReadAll(body)).ShouldBeEmpty();
        body.ETag.ShouldBe("d41d8cd98f00b204e9800998ecf8427e");
    }

    [Theory]
    [InlineData("", "close")]
    [InlineData("a", "")]
    public void Whoever_waits_for_leave_to_send_nothing_is_not_left_waiting(string content, string connection)
    {
        var request = Put(Encoding.ASCII.GetBytes(content)).With("Expect", "100-continue");
        Open(request);

        request.Http.Response.Headers.Connection.ToString().ShouldBe(connection);
    }

    [Fact]
    public async Task Nothing_is_said_of_the_bytes_before_they_were_all_read()
    {
        var body = Open(Put(Text));
        await body.ReadExactlyAsync(new byte[5], None);

        Should.Throw<InvalidOperationException>(() => body.ETag);
        await body.ReadExactlyAsync(new byte[6], None);
        body.ETag.ShouldBe(ETag);
    }

    [Fact]
    public async Task Everything_that_was_said_and_is_right_is_taken()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Text));
        var body = Open(
            Put(Text).With("Content-MD5", Md5).With(Trailer, Crc32).With("x-amz-sdk-checksum-algorithm", "CRC32"),
            CheckedRequest.Anonymous with { Payload = PayloadKind.Hashed, PayloadHash = hash });

        (await ReadAll(body)).ShouldBe(Text);
        body.Checksum.ShouldBe(new ObjectChecksum(ChecksumAlgorithm.Crc32, ChecksumType.FullObject, Crc32));
        body.HasDigest.ShouldBeTrue();
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32c", "yZRlqg==", ChecksumAlgorithm.Crc32C)]
    [InlineData("x-amz-checksum-sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0=", ChecksumAlgorithm.Sha1)]
    [InlineData("x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=", ChecksumAlgorithm.Sha256)]
    public async Task Each_checksum_is_checked_and_kept(string header, string value, ChecksumAlgorithm algorithm)
    {
        var body = Open(Put(Text).With(header, value));
        await ReadAll(body);
        body.Checksum.ShouldBe(new ObjectChecksum(algorithm, ChecksumType.FullObject, value));

        await Refused(Put([.. Text[1..], (byte)'!']).With(header, value), "BadDigest");
    }

    [Fact]
    public async Task A_checksum_may_be_asked_for_beside_what_the_client_says()
    {
        RequestBody.Open(Put(Text).Http, CheckedRequest.Anonymous, BodyUse.Content, ChecksumAlgorithm.Crc32, out var body).ShouldBeNull();
        await ReadAll(body!);
        body!.Checksum!.Value.ShouldBe(Crc32);
    }

    [Fact]
    public async Task A_body_that_is_not_what_was_said_is_refused_at_its_end()
    {
        await Refused(Put(Text).With("Content-MD5", "rL0Y20xC+Fzt72VPzMSk2A=="), "BadDigest");
        await Refused(Put(Text).With(Trailer, "AAAAAA=="), "BadDigest");
        await Refused(
            Put(Text),
            "XAmzContentSHA256Mismatch",
            CheckedRequest.Anonymous with { Payload = PayloadKind.Hashed, PayloadHash = new string('0', 64) });
        await Refused(Put(Text).With("Content-Length", "12"), "IncompleteBody");
    }

    /// <summary>What the server throws at whoever reads: too slow, too long, broken off.</summary>
    [Theory]
    [InlineData(StatusCodes.Status408RequestTimeout, "RequestTimeout")]
    [InlineData(StatusCodes.Status413PayloadTooLarge, "EntityTooLarge")]
    [InlineData(StatusCodes.Status400BadRequest, "IncompleteBody")]
    public async Task A_sender_who_gives_up_is_told_so(int status, string code)
    {
        var request = Put(Text);
        request.Http.Request.Body = new PiecemealStream(Text, piece: 5) { Failure = new BadHttpRequestException("No more.", status) };

        await Refused(request, code);
    }

    [Theory]
    [InlineData("Content-MD5", "", "InvalidDigest")]
    [InlineData("Content-MD5", "YWJyYWNhZGFicmE=", "InvalidDigest")]
    [InlineData("Content-MD5", "AWS4 HAHAHA", "InvalidDigest")]
    [InlineData("x-amz-checksum-crc32", "bad", "InvalidRequest")]
    [InlineData("x-amz-checksum-crc32c", "yZRlqg==AAAA", "InvalidRequest")]
    [InlineData("x-amz-checksum-md5", Md5, "InvalidRequest")]
    [InlineData("x-amz-sdk-checksum-algorithm", "CRC32", "InvalidRequest")]
    [InlineData("x-amz-sdk-checksum-algorithm", "MD5", "InvalidRequest")]
    [InlineData("x-amz-trailer", "x-amz-meta-a", "InvalidRequest")]
    public void Headers_that_cannot_be_right_are_refused_at_once(string header, string value, string code) =>
        OpenRefused(Put(Text).With(header, value), code);

    [Fact]
    public void Two_checksums_are_one_too_many()
    {
        OpenRefused(Put(Text).With("x-amz-checksum-crc32", Crc32).With("x-amz-checksum-crc32c", "yZRlqg=="), "InvalidRequest");
        OpenRefused(Put(Text).With("x-amz-checksum-crc32", Crc32).With("x-amz-trailer", Trailer), "InvalidRequest");
        OpenRefused(
            Put(Text).With("x-amz-checksum-crc32", Crc32).With("x-amz-sdk-checksum-algorithm", "SHA256"), "InvalidRequest");
    }

    [Fact]
    public void The_length_of_an_object_is_announced()
    {
        OpenRefused(Put(Text).Without("Content-Length"), "MissingContentLength");
        OpenRefused(Chunked("b\r\nhello world\r\n0\r\n\r\n").Without("x-amz-decoded-content-length"), "MissingContentLength", Unsigned);
        OpenRefused(Chunked("").With("x-amz-decoded-content-length", "-1"), "MissingContentLength", Unsigned);
    }

    [Fact]
    public async Task A_document_may_be_missing()
    {
        var request = new SentRequest("PUT", "/bucket");
        RequestBody.Open(request.Http, CheckedRequest.Anonymous, BodyUse.Document, null, out var body).ShouldBeNull();

        (await body!.ReadAll(10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_is_not_longer_than_its_reader_takes()
    {
        RequestBody.Open(Put(Text).Http, CheckedRequest.Anonymous, BodyUse.Document, null, out var body).ShouldBeNull();

        (await Should.ThrowAsync<S3RefusalException>(body!.ReadAll(10, None).AsTask())).Error.Code.ShouldBe("MaxMessageLengthExceeded");
    }

    [Theory]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n")]
    [InlineData("6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\n\r\n\r\n")]
    public async Task Chunks_and_the_checksum_behind_them_are_read(string sent)
    {
        var body = Open(Chunked(sent).With("x-amz-trailer", Trailer), Unsigned);

        (await ReadAll(body)).ShouldBe(Text);
        body.ETag.ShouldBe(ETag);
        body.Checksum!.Value.ShouldBe(Crc32);
    }

    [Theory]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "BadDigest")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", "InvalidRequest")]
    [InlineData("b\r\nhello world\r\n0\r\n\r\n", "MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32c:yZRlqg==\r\n\r\n", "MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n0\r\nnonsense\r\n\r\n", "MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n", "IncompleteBody")]
    [InlineData("b\r\nhello wor", "IncompleteBody")]
    [InlineData("a\r\nhello worl\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("c\r\nhello world!\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("b\r\nhello world\r\n1\r\n!\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("hello world", "IncompleteBody")]
    [InlineData("hello world\r\n", "InvalidRequest")]
    [InlineData("b\r\nhello world, and more\r\n0\r\n\r\n", "InvalidRequest")]
    public async Task Chunks_that_lie_are_refused(string sent, string code) =>
        await Refused(Chunked(sent).With("x-amz-trailer", Trailer), code, Unsigned);

    [Fact]
    public async Task A_chunk_or_a_trailer_cannot_be_made_to_fill_the_memory()
    {
        await Refused(Chunked("b;" + new string('x', 1_000_000)), "InvalidRequest", Unsigned);
        await Refused(
            Chunked("b\r\nhello world\r\n0\r\nx-amz-meta-a: " + new string('x', 1_000_000)), "MalformedTrailerError", Unsigned);
    }

    [Fact]
    public async Task A_trailer_that_nobody_announced_is_refused() =>
        await Refused(Chunked("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"), "MalformedTrailerError", Unsigned);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "SignatureDoesNotMatch")]
    [InlineData(2, "SignatureDoesNotMatch")]
    [InlineData(3, "SignatureDoesNotMatch")]
    public async Task Signed_chunks_are_each_checked(int wrong, string? code)
    {
        var scope = new CredentialScope("20260203", "us-east-1", "s3");
        var key = SigningKey.Derive("secret", scope);
        ChunkSignatures Signatures() => new(key, "20260203T120000Z", scope, new string('1', SigningKey.SignatureLength));
        var signer = Signatures();
        var sent = new StringBuilder();
        foreach (var (index, chunk) in new[] { "hello", " wor", "ld", "" }.Index())
        {
            var signature = Convert.ToHexStringLower(signer.NextChunk(SHA256.HashData(Encoding.ASCII.GetBytes(chunk))));
            if (index == wrong)
                signature = new string('0', 64);
            sent.Append($"{chunk.Length:x};chunk-signature={signature}\r\n{chunk}\r\n");
        }

        var request = new CheckedRequest(Requester.Anonymous, PayloadKind.SignedChunks, "", Signatures(), null);
        if (code is not null)
            await Refused(Chunked(sent.ToString()), code, request);
        else
            (await ReadAll(Open(Chunked(sent.ToString()), request))).ShouldBe(Text);
    }

    [Fact]
    public async Task A_long_body_streams_whatever_the_size_of_the_pieces()
    {
        var bytes = new byte[1_000_003];
        new Random(7).NextBytes(bytes);
        var body = Open(Put(bytes));
        using var read = new MemoryStream();
        await body.CopyToAsync(read, 777, None);

        read.ToArray().ShouldBe(bytes);
        body.ETag.ShouldBe(Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes)));
    }

    private static CheckedRequest Unsigned => CheckedRequest.Anonymous with { Payload = PayloadKind.UnsignedChunksWithTrailer };

    private static SentRequest Put(byte[] body) => new("PUT", "/bucket/key", body);

    private static SentRequest Chunked(string body) =>
        Put(Encoding.ASCII.GetBytes(body)).With("x-amz-decoded-content-length", "11").With("Content-Encoding", "aws-chunked");

    private static RequestBody Open(SentRequest request, CheckedRequest? checkedRequest = null)
    {
        RequestBody.Open(request.Http, checkedRequest ?? CheckedRequest.Anonymous, BodyUse.Content, null, out var body).ShouldBeNull();
        return body!;
    }

    private static void OpenRefused(SentRequest request, string code, CheckedRequest? checkedRequest = null) =>
        RequestBody.Open(request.Http, checkedRequest ?? CheckedRequest.Anonymous, BodyUse.Content, null, out _)!.Code.ShouldBe(code);

    private static async Task<byte[]> ReadAll(RequestBody body)
    {
        using var read = new MemoryStream();
        await body.CopyToAsync(read);
        return read.ToArray();
    }

    private static async Task Refused(SentRequest request, string code, CheckedRequest? checkedRequest = null)
    {
        var body = Open(request, checkedRequest);
        (await Should.ThrowAsync<S3RefusalException>(ReadAll(body))).Error.Code.ShouldBe(code);
        Should.Throw<InvalidOperationException>(() => body.ETag);
    }
}
