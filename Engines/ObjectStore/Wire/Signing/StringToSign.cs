using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The few lines that are signed in place of what is long: of a request, a chunk, or what trails the chunks.</summary>
public static class StringToSign
{
    /// <summary>No string is longer.</summary>
    public const int BytesMax = 512;

    /// <summary>Signs the headers of a request.</summary>
    public static ReadOnlySpan<byte> OfRequest => "AWS4-HMAC-SHA256"u8;

    /// <summary>Signs a chunk.</summary>
    public static ReadOnlySpan<byte> OfChunk => "AWS4-HMAC-SHA256-PAYLOAD"u8;

    /// <summary>Signs the headers that trail the chunks.</summary>
    public static ReadOnlySpan<byte> OfTrailer => "AWS4-HMAC-SHA256-TRAILER"u8;

    /// <summary>The string of a request.</summary>
    /// <param name="time">As the client wrote it: <c>yyyyMMddTHHmmssZ</c>.</param>
    /// <param name="scope">The scope of the key.</param>
    /// <param name="canonicalRequest">The whole canonical request.</param>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>What was written.</returns>
    public static Span<byte> Write(string time, CredentialScope scope, ReadOnlySpan<byte> canonicalRequest, Span<byte> to)
    {
        var lines = new Lines(to);
        lines.Head(OfRequest, time, scope);
        lines.Hash(canonicalRequest);
        return lines.Written;
    }

    /// <summary>The string of what follows a signature: a chunk, or the trailer.</summary>
    /// <param name="algorithm"><see cref="OfChunk"/> or <see cref="OfTrailer"/>.</param>
    /// <param name="time">As the client wrote it.</param>
    /// <param name="scope">The scope of the key.</param>
    /// <param name="previous">The signature before this one.</param>
    /// <param name="content">The SHA-256 of what is signed.</param>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>What was written.</returns>
    public static Span<byte> WriteNext(
        ReadOnlySpan<byte> algorithm,
        string time,
        CredentialScope scope,
        ReadOnlySpan<byte> previous,
        ReadOnlySpan<byte> content,
        Span<byte> to)
    {
        var lines = new Lines(to);
        lines.Head(algorithm, time, scope);
        lines.Hex(previous);
        lines.Line();
        if (algorithm.SequenceEqual(OfChunk))
        {
            // A chunk has no headers, and signs the hash of none.
            lines.Hash([]);
            lines.Line();
        }

        lines.Hex(content);
        return lines.Written;
    }

    private ref struct Lines(Span<byte> to)
    {
        private readonly Span<byte> _to = to;
        private int _length;

        public readonly Span<byte> Written => _to[.._length];

        public void Head(ReadOnlySpan<byte> algorithm, string time, CredentialScope scope)
        {
            algorithm.CopyTo(_to);
            _length = algorithm.Length;
            Line();
            _length += Encoding.UTF8.GetBytes(time, _to[_length..]);
            Line();
            _length += Encoding.UTF8.GetBytes(scope.ToString(), _to[_length..]);
            Line();
        }

        public void Line() => _to[_length++] = (byte)'\n';

        public void Hash(scoped ReadOnlySpan<byte> text)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(text, hash);
            Hex(hash);
        }

        public void Hex(scoped ReadOnlySpan<byte> bytes)
        {
            _ = Convert.TryToHexStringLower(bytes, _to[_length..], out var written);
            _length += written;
        }
    }
}
