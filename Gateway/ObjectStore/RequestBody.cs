using System.Buffers;
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
    private long _missing;
    private bool _isVerified;

    private RequestBody(HttpContext http, BodyPromise promise, BodyUse use, ChecksumKind? also)
    {
        (_reader, _promise, _missing) = (http.Request.BodyReader, promise, promise.Length);
        _digests = new BodyDigests(
            use == BodyUse.Content || promise.Md5 is not null,
            promise.Request.Payload == PayloadKind.Hashed,
            promise.Checksum.Kind ?? also);
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
        http.Response.RegisterForDispose(body);
        return promise!.IsChunked ? S3Error.NotImplemented : null;
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
            written = await Take(buffer, cancellationToken);
        if (_missing == 0)
            Verify();
        return written;
    }

    private async ValueTask<int> Take(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await Receive(cancellationToken);
        var available = read.Buffer;
        var count = (int)Math.Min(Math.Min(buffer.Length, _missing), available.Length);
        available.Slice(0, count).CopyTo(buffer.Span);
        _reader.AdvanceTo(available.GetPosition(count));
        if (count == 0 && read.IsCompleted)
            throw new S3RefusalException(S3Error.IncompleteBody);
        _missing -= count;
        _digests.Append(buffer.Span[..count]);
        return count;
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
        if (_digests.Sha256 is { } hash && _promise.Request.Payload == PayloadKind.Hashed
            && !CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(_promise.Request.PayloadHash)))
            throw new S3RefusalException(S3Error.XAmzContentSHA256Mismatch);
        if (_promise.Md5 is { } md5 && !md5.AsSpan().SequenceEqual(_digests.Md5))
            throw new S3RefusalException(BodyRefusals.Md5);
        if (_promise.Checksum is { Kind: { } kind, Value: { } value } && !value.AsSpan().SequenceEqual(_digests.Asked))
            throw new S3RefusalException(BodyRefusals.Checksum(kind));
        _isVerified = true;
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
            _digests.Dispose();
        base.Dispose(disposing);
    }

    private T? Verified<T>(T? value) =>
        _isVerified ? value : throw new InvalidOperationException("The body was not read to its end.");
}
