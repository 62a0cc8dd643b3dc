namespace OrleansLld.ObjectStore.Wire.Checksums;

/// <summary>The checksums that S3 knows.</summary>
public enum ChecksumKind
{
    /// <summary>CRC-32 as in zip.</summary>
    Crc32,

    /// <summary>CRC-32 with Castagnoli's polynomial.</summary>
    Crc32C,

    /// <summary>CRC-64/NVME.</summary>
    Crc64Nvme,

    /// <summary>SHA-1.</summary>
    Sha1,

    /// <summary>SHA-256.</summary>
    Sha256,
}

/// <summary>What is fixed for each kind.</summary>
public static class ChecksumKinds
{
    /// <summary>The most bytes of any checksum.</summary>
    public const int BytesMax = 32;

    /// <summary>The kinds.</summary>
    public static ReadOnlySpan<ChecksumKind> All =>
        [ChecksumKind.Crc32, ChecksumKind.Crc32C, ChecksumKind.Crc64Nvme, ChecksumKind.Sha1, ChecksumKind.Sha256];

    /// <summary>How many bytes it has.</summary>
    public static int Bytes(this ChecksumKind kind) => kind switch
    {
        ChecksumKind.Crc32 or ChecksumKind.Crc32C => 4,
        ChecksumKind.Crc64Nvme => 8,
        ChecksumKind.Sha1 => 20,
        ChecksumKind.Sha256 => 32,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of checksum."),
    };

    /// <summary>Its name, as <c>x-amz-sdk-checksum-algorithm</c> and answers have it.</summary>
    public static string Name(this ChecksumKind kind) => kind switch
    {
        ChecksumKind.Crc32 => "CRC32",
        ChecksumKind.Crc32C => "CRC32C",
        ChecksumKind.Crc64Nvme => "CRC64NVME",
        ChecksumKind.Sha1 => "SHA1",
        ChecksumKind.Sha256 => "SHA256",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of checksum."),
    };

    /// <summary>The header or trailer that carries it.</summary>
    public static string Header(this ChecksumKind kind) => kind switch
    {
        ChecksumKind.Crc32 => "x-amz-checksum-crc32",
        ChecksumKind.Crc32C => "x-amz-checksum-crc32c",
        ChecksumKind.Crc64Nvme => "x-amz-checksum-crc64nvme",
        ChecksumKind.Sha1 => "x-amz-checksum-sha1",
        ChecksumKind.Sha256 => "x-amz-checksum-sha256",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of checksum."),
    };

    /// <summary>The kind of a name in either case, or null.</summary>
    public static ChecksumKind? OfName(ReadOnlySpan<char> name)
    {
        foreach (var kind in All)
        {
            if (name.Equals(kind.Name(), StringComparison.OrdinalIgnoreCase))
                return kind;
        }

        return null;
    }

    /// <summary>The kind of a header in either case, or null.</summary>
    public static ChecksumKind? OfHeader(ReadOnlySpan<char> header)
    {
        foreach (var kind in All)
        {
            if (header.Equals(kind.Header(), StringComparison.OrdinalIgnoreCase))
                return kind;
        }

        return null;
    }

    /// <summary>Reads a value in Base64, which must have just the bytes of the kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">At least as many bytes as the kind has.</param>
    public static bool TryParse(this ChecksumKind kind, ReadOnlySpan<char> text, Span<byte> value)
    {
        var bytes = kind.Bytes();
        return text.Length == (bytes + 2) / 3 * 4
            && Convert.TryFromBase64Chars(text, value[..bytes], out var written)
            && written == bytes;
    }
}
