using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>
/// A version as clients see it: <c>null</c>, or 32 characters that may stand in a URL, say nothing, and yet lead to the row: the hash of
/// the write's id, and the time under a mask that the hash makes.
/// </summary>
/// <param name="StampUs">When it was written, in microseconds since 1970 and never twice in a partition; 0 for the null version.</param>
/// <param name="WriteHash">The hash of the write's id; 0 for the null version.</param>
public readonly record struct VersionId(long StampUs, UInt128 WriteHash)
{
    public const string NullText = "null";

    private const int BytesCount = 24;
    private const int Characters = 32;

    /// <summary>The version of a key that was written while the bucket kept none.</summary>
    public static VersionId Null => default;

    public bool IsNull => StampUs == 0;

    public static UInt128 HashOf(string writeId) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(writeId)));

    /// <summary>Whether the text may be a version; whether there is one shows when it is looked for.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VersionId id)
    {
        id = Null;
        if (text == NullText)
            return true;
        Span<byte> bytes = stackalloc byte[BytesCount];
        if (text?.Length != Characters
            || Base64Url.DecodeFromChars(text, bytes, out _, out var count) != OperationStatus.Done || count != BytesCount)
            return false;
        var hash = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        id = new VersionId(BinaryPrimitives.ReadInt64BigEndian(bytes[16..]) ^ Mask(hash), hash);
        return id.StampUs > 0;
    }

    public override string ToString()
    {
        if (IsNull)
            return NullText;
        Span<byte> bytes = stackalloc byte[BytesCount];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, WriteHash);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], StampUs ^ Mask(WriteHash));
        return Base64Url.EncodeToString(bytes);
    }

    private static long Mask(UInt128 hash) => unchecked((long)(ulong)(hash ^ (hash >> 64)) * 0x2545F4914F6CDD1D);
}
