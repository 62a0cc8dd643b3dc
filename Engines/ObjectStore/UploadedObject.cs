using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>What parts make together.</summary>
/// <param name="Parts">In their order.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="ETag">The MD5 of their MD5s, in hexadecimal, a dash and their number.</param>
/// <param name="Checksum">In Base64; a composite one ends in a dash and the number of parts. Null for none.</param>
public sealed record UploadedObject(ImmutableArray<UploadedPart> Parts, long Bytes, string ETag, string? Checksum)
{
    public static UploadedObject Of(ImmutableArray<UploadedPart> parts, UploadChecksum? checksum) =>
        new(parts, parts.Sum(part => part.Bytes), ETagOf(parts), checksum?.Of(parts));

#pragma warning disable CA5351 // The ETag is no defence: S3 has it that way.
    private static string ETagOf(ImmutableArray<UploadedPart> parts)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var part in parts)
            md5.AppendData(Convert.FromHexString(part.ETag));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(md5.GetHashAndReset())}-{parts.Length}");
    }
#pragma warning restore CA5351
}

/// <summary>How an upload's checksum is made.</summary>
/// <param name="Kind">The algorithm of the parts' and of the object's.</param>
/// <param name="IsComposite">Whether it is of the parts' checksums and not of the bytes; always with the SHAs, never with CRC-64.</param>
public sealed record UploadChecksum(ChecksumKind Kind, bool IsComposite)
{
    /// <summary>Whether there is such a checksum: one of all bytes can be made of the parts' only where it is a CRC.</summary>
    public bool IsPossible => IsComposite ? Kind != ChecksumKind.Crc64Nvme : Checksum.CrcOf(Kind) is not null;

    /// <summary>Whether the text is a checksum of a part.</summary>
    public bool IsOfPart(string text) => Kind.TryParse(text, stackalloc byte[ChecksumKinds.BytesMax]);

    /// <summary>The checksum of an object that has these parts.</summary>
    public string Of(ImmutableArray<UploadedPart> parts) => IsComposite ? Composite(parts) : Whole(parts);

    private string Composite(ImmutableArray<UploadedPart> parts)
    {
        using var sum = new Checksum(Kind);
        foreach (var part in parts)
            sum.Append(Convert.FromBase64String(part.Checksum));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(sum.Finish())}-{parts.Length}");
    }

    private string Whole(ImmutableArray<UploadedPart> parts)
    {
        var crc = Checksum.CrcOf(Kind) ?? throw new InvalidOperationException($"{Kind} of an object is not made of those of its parts.");
        var sum = ReflectedCrc.Empty;
        foreach (var part in parts)
            sum = crc.Combine(sum, Register(part.Checksum), part.Bytes);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, sum);
        return Convert.ToBase64String(bytes[^Kind.Bytes()..]);
    }

    private static ulong Register(string checksum)
    {
        var sum = 0UL;
        foreach (var value in Convert.FromBase64String(checksum))
            sum = sum << 8 | value;
        return sum;
    }
}

/// <summary>A checksum of an object as a client says it.</summary>
/// <param name="Kind">The algorithm.</param>
/// <param name="IsComposite">Whether it is of the parts' checksums; null where the client leaves that open.</param>
/// <param name="Value">In Base64, a composite one with or without dash and number of parts; empty when only the type is said.</param>
public sealed record ClaimedChecksum(ChecksumKind Kind, bool? IsComposite, string Value)
{
    /// <summary>Whether it is what an upload has.</summary>
    public bool Fits(UploadChecksum checksum, string value) =>
        Kind == checksum.Kind
        && (IsComposite ?? checksum.IsComposite) == checksum.IsComposite
        && (Value.Length == 0 || Value == value || (checksum.IsComposite && Value == value[..value.LastIndexOf('-')]));
}
