using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore.Wire;

// The body of an upload whose length or checksum was not known when its headers were sent, or whose client signs as it goes:
//
//   10000;chunk-signature=b474…\r\n      size in hexadecimal, signature where chunks are signed
//   <65536 bytes>\r\n
//   400;chunk-signature=1c13…\r\n
//   <1024 bytes>\r\n
//   0;chunk-signature=2ca2…\r\n          the last chunk is empty
//   x-amz-checksum-crc32c:sOO8/Q==\r\n   the trailer, where one was announced
//   x-amz-trailer-signature:d81f…\r\n    its signature, where it is signed
//   \r\n
//
// The bytes come as the network cuts them; the decoder keeps the first line of a chunk and the trailer, never a chunk. A chunk's
// signature is known to be right only when the chunk has passed, so whoever reads must not publish anything before the end.
//
// Clients differ in how they end the lines of the trailer (minio-go has "\n" and an empty line before the signature), so it is whatever
// stands between the last chunk and the end of the body.

/// <summary>Takes the bytes out of a body in chunks and checks what is said of them. Not safe for concurrent use.</summary>
public sealed class AwsChunkedDecoder : IDisposable
{
    /// <summary>The most bytes of a chunk's first line.</summary>
    public const int HeaderBytesMax = 256;

    /// <summary>The most bytes of a trailer.</summary>
    public const int TrailerBytesMax = 4096;

    private readonly PayloadKind _kind;
    private readonly ChunkSignatures? _signatures;
    private readonly IncrementalHash? _hash;
    private readonly byte[] _header = new byte[HeaderBytesMax];
    private readonly byte[] _signature = new byte[SigningKey.SignatureBytes];
    private readonly ArrayBufferWriter<byte> _trailer = new(128);
    private Step _step = Step.Header;
    private int _headerLength;
    private long _chunkMissing;
    private long _missing;

    /// <param name="kind">A kind that has chunks.</param>
    /// <param name="length">How many bytes were announced.</param>
    /// <param name="signatures">The signatures that the chunks must have, where the kind is a signed one.</param>
    public AwsChunkedDecoder(PayloadKind kind, long length, ChunkSignatures? signatures)
    {
        if (kind is PayloadKind.Hashed or PayloadKind.Unsigned)
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without chunks.");
        if (signatures is null != (kind == PayloadKind.UnsignedChunksWithTrailer))
            throw new ArgumentException("Chunks are signed or they are not.", nameof(signatures));
        (_kind, _missing, _signatures) = (kind, length, signatures);
        if (signatures is not null)
            _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    private enum Step
    {
        Header,
        Bytes,
        BytesEnd,
        Trailer,
    }

    /// <summary>The headers of the trailer without its signature, names in lower case; known after <see cref="End"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailer { get; private set; } = [];

    /// <summary>Decodes until either side is used up.</summary>
    /// <param name="from">The next bytes of the body.</param>
    /// <param name="to">Where the bytes of the chunks go.</param>
    /// <param name="consumed">How many were taken.</param>
    /// <param name="written">How many were given.</param>
    public ChunkFault Decode(ReadOnlySpan<byte> from, Span<byte> to, out int consumed, out int written)
    {
        (consumed, written) = (0, 0);
        while (consumed < from.Length)
        {
            var rest = from[consumed..];
            var fault = ChunkFault.None;
            switch (_step)
            {
                case Step.Header:
                    consumed += TakeHeader(rest, out fault);
                    break;
                case Step.Bytes when written == to.Length:
                    return ChunkFault.None;
                case Step.Bytes:
                    var count = TakeBytes(rest, to[written..], out fault);
                    consumed += count;
                    written += count;
                    break;
                case Step.BytesEnd:
                    consumed += TakeBytesEnd(rest, out fault);
                    break;
                case Step.Trailer when rest.Length > TrailerBytesMax - _trailer.WrittenCount:
                    return ChunkFault.TrailerTooLong;
                case Step.Trailer:
                    _trailer.Write(rest);
                    consumed = from.Length;
                    break;
                default:
                    throw new InvalidOperationException($"No such step: {_step}.");
            }

            if (fault != ChunkFault.None)
                return fault;
        }

        return ChunkFault.None;
    }

    /// <summary>Says that the body is at its end.</summary>
    public ChunkFault End()
    {
        if (_step != Step.Trailer)
            return ChunkFault.Truncated;
        if (!ChunkTrailer.TryRead(_trailer.WrittenSpan, out var trailer))
            return ChunkFault.TrailerMalformed;
        Trailer = trailer.Headers;
        return _kind switch
        {
            PayloadKind.SignedChunks when Trailer.Count > 0 || trailer.Signature is not null => ChunkFault.TrailerMalformed,
            PayloadKind.SignedChunksWithTrailer when !IsSigned(trailer) => ChunkFault.WrongSignature,
            _ => ChunkFault.None,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();

    private int TakeHeader(ReadOnlySpan<byte> from, out ChunkFault fault)
    {
        var end = from.IndexOf((byte)'\n');
        var count = end < 0 ? from.Length : end + 1;
        if (count > HeaderBytesMax - _headerLength)
        {
            fault = ChunkFault.HeaderTooLong;
            return 0;
        }

        from[..count].CopyTo(_header.AsSpan(_headerLength));
        _headerLength += count;
        fault = ChunkFault.None;
        if (end >= 0)
        {
            fault = BeginChunk(_header.AsSpan(0, _headerLength));
            _headerLength = 0;
        }

        return count;
    }

    private ChunkFault BeginChunk(ReadOnlySpan<byte> line)
    {
        if (!line.EndsWith("\r\n"u8))
            return ChunkFault.Malformed;
        line = line[..^2];
        var semicolon = line.IndexOf((byte)';');
        var digits = semicolon < 0 ? line : line[..semicolon];
        if (!Utf8Parser.TryParse(digits, out ulong size, out var parsed, 'x') || parsed != digits.Length)
            return ChunkFault.Malformed;
        if (_signatures is not null && !TryReadSignature(semicolon < 0 ? default : line[(semicolon + 1)..]))
            return ChunkFault.WrongSignature;
        if (size > (ulong)_missing)
            return ChunkFault.TooManyBytes;
        if (size > 0)
        {
            _chunkMissing = (long)size;
            _step = Step.Bytes;
            return ChunkFault.None;
        }

        if (_missing > 0)
            return ChunkFault.TooFewBytes;
        _step = Step.Trailer;
        return CheckChunk();
    }

    private bool TryReadSignature(ReadOnlySpan<byte> extension)
    {
        ReadOnlySpan<byte> name = "chunk-signature="u8;
        return extension.StartsWith(name)
            && extension.Length == name.Length + SigningKey.SignatureLength
            && Convert.FromHexString(extension[name.Length..], _signature, out _, out _) == OperationStatus.Done;
    }

    private int TakeBytes(ReadOnlySpan<byte> from, Span<byte> to, out ChunkFault fault)
    {
        var count = (int)Math.Min(Math.Min(from.Length, to.Length), _chunkMissing);
        from[..count].CopyTo(to);
        _hash?.AppendData(to[..count]);
        _chunkMissing -= count;
        _missing -= count;
        fault = ChunkFault.None;
        if (_chunkMissing == 0)
        {
            fault = CheckChunk();
            _step = Step.BytesEnd;
        }

        return count;
    }

    private int TakeBytesEnd(ReadOnlySpan<byte> from, out ChunkFault fault)
    {
        // The first of the two bytes is kept where the next header will be.
        _header[_headerLength++] = from[0];
        var isEnd = "\r\n"u8.StartsWith(_header.AsSpan(0, _headerLength));
        fault = isEnd ? ChunkFault.None : ChunkFault.Malformed;
        if (_headerLength == 2)
        {
            _headerLength = 0;
            _step = Step.Header;
        }

        return 1;
    }

    private ChunkFault CheckChunk()
    {
        if (_signatures is null)
            return ChunkFault.None;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash!.GetHashAndReset(hash);
        return CryptographicOperations.FixedTimeEquals(_signatures.NextChunk(hash), _signature)
            ? ChunkFault.None
            : ChunkFault.WrongSignature;
    }

    private bool IsSigned(ChunkTrailer trailer)
    {
        Span<byte> sent = stackalloc byte[SigningKey.SignatureBytes];
        return trailer.Signature is { Length: SigningKey.SignatureLength } signature
            && Convert.FromHexString(signature, sent, out _, out _) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(_signatures!.Trailer(trailer.Signed()), sent);
    }
}
