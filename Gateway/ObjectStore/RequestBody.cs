using System.IO.Pipelines;
using System.Security.Cryptography;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>
/// The bytes that a request carries, checked against all that was said of them: length, hash, signatures, checksums. The last bytes are
/// handed out only after the checks, so whoever has read to the end, or as many bytes as there are, may publish what it read.
/// </summary>
/// <remarks>A read throws <see cref="S3RefusalException"/> when the body is not what was said.</remarks>
internal sealed class RequestBody : Stream
{
    private readonly PipeReader _reader;
    private readonly BodyPromise _promise;
    private readonly BodyDigests _digests;
    private readonly AwsChunkedDecoder? _chunks;
    private long _missing;
    private bool _isVerified;

    private RequestBody(HttpContext http, BodyPromise promise, BodyUse use, ChecksumKind? also)
    {
        (_reader, _promise, _missing) = (http.Request.BodyReader, promise, promise.Length);
        _digests = new BodyDigests(
            use == BodyUse.Content || promise.Md5 is not null,
            promise.Request.Payload == PayloadKind.Hashed,
            promise.Checksum.Kind ?? also);
        if (promise.IsChunked)
            _chunks = new AwsChunkedDecoder(promise.Request.Payload, promise.Length, promise.Request.Chunks);
        Kind = promise.Checksum.Kind ?? also;
    }

    /// <summary>How many bytes there are, without what wraps them.</summary>
    public override long Length => _promise.Length;

    /// <summary>Whether the client vouched for the bytes by an MD5 or a checksum, which some requests require.</summary>
    public bool HasDigest => _promise.Md5 is not null || _promise.Checksum.Kind is not null;

    /// <summary>The checksum that will be known: the client's, or the one asked for where it has none; null for none.</summary>
    public ChecksumKind? Kind { get; }

    /// <summary>The MD5 of the bytes; known when all were read, where the use asks for it.</summary>
    public ReadOnlyMemory<byte> Md5 => Verified(_digests.Md5) ?? throw new InvalidOperationException("Nobody asked for the MD5.");

    /// <summary>The MD5 as an ETag has it, without quotes.</summary>
    public string ETag => Convert.ToHexStringLower(Md5.Span);

    /// <summary>The checksum, found to be right where the client gave it; null for none. Known when all were read.</summary>
    public ObjectChecksum? Checksum => Verified(_digests.Asked) is { } value
        ? new ObjectChecksum(Kind!.Value.ToContract(), ChecksumType.FullObject, Convert.ToBase64String(value))
        : null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Position
    {
        get => Length - _missing;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens the body of a request; refuses headers that cannot be right.</summary>
    /// <param name="http">The request.</param>
    /// <param name="request">What its signature says of the body.</param>
    /// <param name="use">What the body is for.</param>
    /// <param name="also">A checksum to compute where the client gives none.</param>
    /// <param name="body">The body, where it is not refused.</param>
    public static S3Error? Open(HttpContext http, CheckedRequest request, BodyUse use, ChecksumAlgorithm? also, out RequestBody? body)
    {
        body = null;
        if (BodyPromise.Read(http, request, use, out var promise) is { } refusal)
            return refusal;
        body = new RequestBody(http, promise!, use, also?.ToKind());
        // Leave to send is given by reading, and there is nothing to read. A client that gets its answer instead of the leave may take
        // the next leave on the connection for an answer, as boto3 does, and wait for ever.
        if (promise!.IsEmpty && http.Request.Headers.Expect.Count > 0)
            http.Response.Headers.Connection = "close";
        http.Response.RegisterForDispose(body);
        return null;
    }

    /// <summary>Reads all that there is, and checks it.</summary>
    /// <exception cref="S3RefusalException">There is more than the caller takes, or it is not what was said.</exception>
    public async ValueTask<byte[]> ReadAll(int bytesMax, CancellationToken cancellationToken)
    {
        if (Length > bytesMax)
            throw new S3RefusalException(S3Error.MaxMessageLengthExceeded);
        var bytes = new byte[_missing];
        for (var read = 0; !_isVerified; read += await ReadAsync(bytes.AsMemory(read), cancellationToken))
            ;
        return bytes;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isVerified || (buffer.IsEmpty && _missing > 0))
            return 0;
        var written = 0;
        while (_missing > 0 && written == 0)
            written = Take(await Receive(cancellationToken), buffer.Span);
        if (_missing > 0)
            return written;
        if (_chunks is not null)
            await TakeEnd(_chunks, cancellationToken);
        Verify();
        return written;
    }

    private int Take(ReadResult read, Span<byte> to)
    {
        var (consumed, written) = (0L, 0);
        foreach (var segment in read.Buffer)
        {
            if (written == to.Length || _missing == 0)
                break;
            consumed += _chunks is null ? TakePlain(segment.Span, to, ref written) : TakeChunks(_chunks, segment.Span, to, ref written);
        }

        _reader.AdvanceTo(read.Buffer.GetPosition(consumed));
        if (consumed == 0 && read.IsCompleted)
            throw new S3RefusalException(S3Error.IncompleteBody);
        _digests.Append(to[..written]);
        return written;
    }

    private int TakePlain(ReadOnlySpan<byte> from, Span<byte> to, ref int written)
    {
        var count = (int)Math.Min(Math.Min(from.Length, to.Length - written), _missing);
        from[..count].CopyTo(to[written..]);
        written += count;
        _missing -= count;
        return count;
    }

    private int TakeChunks(AwsChunkedDecoder chunks, ReadOnlySpan<byte> from, Span<byte> to, ref int written)
    {
        Require(chunks.Decode(from, to[written..], out var consumed, out var count));
        written += count;
        _missing -= count;
        return consumed;
    }

    // What follows the last byte: the end of its chunk, an empty chunk, the trailer.
    private async ValueTask TakeEnd(AwsChunkedDecoder chunks, CancellationToken cancellationToken)
    {
        for (var isAtEnd = false; !isAtEnd;)
        {
            var read = await Receive(cancellationToken);
            foreach (var segment in read.Buffer)
                Require(chunks.Decode(segment.Span, default, out _, out _));
            _reader.AdvanceTo(read.Buffer.End);
            isAtEnd = read.IsCompleted;
        }

        Require(chunks.End());
    }

    private static void Require(ChunkFault fault)
    {
        if (BodyRefusals.Of(fault) is { } refusal)
            throw new S3RefusalException(refusal);
    }

    private async ValueTask<ReadResult> Receive(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (BadHttpRequestException failure)
        {
            throw new S3RefusalException(BodyRefusals.Of(failure));
        }
    }

    private void Verify()
    {
        _digests.Finish();
        if (_promise.Request.Payload == PayloadKind.Hashed
            && !CryptographicOperations.FixedTimeEquals(_digests.Sha256, Convert.FromHexString(_promise.Request.PayloadHash)))
            throw new S3RefusalException(S3Error.XAmzContentSHA256Mismatch);
        if (_promise.Md5 is { } md5 && !md5.AsSpan().SequenceEqual(_digests.Md5))
            throw new S3RefusalException(BodyRefusals.Md5);
        if (_promise.Checksum.Kind is { } kind && !(_promise.Checksum.Value ?? Trailing(kind)).AsSpan().SequenceEqual(_digests.Asked))
            throw new S3RefusalException(BodyRefusals.Checksum(kind));
        if (_promise.Checksum.Kind is null && _chunks?.Trailer.Count > 0)
            throw new S3RefusalException(S3Error.MalformedTrailerError);
        _isVerified = true;
    }

    private byte[] Trailing(ChecksumKind kind)
    {
        if (_chunks?.Trailer is not [{ } header] || header.Key != kind.Header())
            throw new S3RefusalException(S3Error.MalformedTrailerError);
        return ChecksumClaim.Parse(kind, header.Value) ?? throw new S3RefusalException(ChecksumClaim.Invalid(header.Key));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Nothing here blocks a thread.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _digests.Dispose();
            _chunks?.Dispose();
        }

        base.Dispose(disposing);
    }

    private T? Verified<T>(T? value) =>
        _isVerified ? value : throw new InvalidOperationException("The body was not read to its end.");
}
