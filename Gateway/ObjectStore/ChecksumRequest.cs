using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>The checksum that a request wants to be computed, or vouches for, of an object made of others.</summary>
internal static class ChecksumRequest
{
    /// <summary>The algorithm that a header names; null for none. Refuses the call where there is none of that name.</summary>
    public static ChecksumAlgorithm? AlgorithmOf(ObjectStoreCall call, string header)
    {
        if (call.Header(header) is not { } name)
            return null;
        if (ChecksumKinds.OfName(name) is { } kind)
            return kind.ToContract();
        call.Refuse(S3Error.InvalidRequest with
        {
            Message = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
        });
        return null;
    }

    /// <summary>What the checksum of an upload is of, as its header says or as is usual for the algorithm.</summary>
    public static ChecksumType TypeOf(ObjectStoreCall call, ChecksumAlgorithm? algorithm)
    {
        var usual = algorithm == ChecksumAlgorithm.Crc64Nvme ? ChecksumType.FullObject : ChecksumType.Composite;
        if (call.Header("x-amz-checksum-type") is not { } text)
            return usual;
        if (algorithm is null)
        {
            call.Refuse(S3Error.InvalidRequest with
            {
                Message = "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
            });
            return usual;
        }

        if (Parse(text) is not { } type)
        {
            call.Refuse(S3Error.InvalidRequest with { Message = "Value for x-amz-checksum-type header is invalid." });
            return usual;
        }

        var isPossible = type == ChecksumType.FullObject
            ? algorithm is not (ChecksumAlgorithm.Sha1 or ChecksumAlgorithm.Sha256)
            : algorithm is not ChecksumAlgorithm.Crc64Nvme;
        if (!isPossible)
        {
            call.Refuse(S3Error.InvalidRequest with
            {
                Message = $"The {type.Name()} checksum type cannot be used with the {algorithm.Value.ToKind().Name().ToLowerInvariant()} "
                    + "checksum algorithm.",
            });
        }

        return type;
    }

    /// <summary>The type of that name; null for none.</summary>
    public static ChecksumType? Parse(string? text) => text switch
    {
        "COMPOSITE" => ChecksumType.Composite,
        "FULL_OBJECT" => ChecksumType.FullObject,
        _ => null,
    };

    /// <summary>An element for the checksum, such as <c>ChecksumCRC32</c>; nothing where there is none.</summary>
    public static XmlAnswer Checksum(this XmlAnswer xml, ObjectChecksum? checksum)
    {
        if (checksum is null)
            return xml;
        Value(xml, checksum.Algorithm, checksum.Value);
        return xml.Element("ChecksumType"u8, checksum.Type.Name());
    }

    /// <summary>An element for the value alone.</summary>
    public static XmlAnswer Value(this XmlAnswer xml, ChecksumAlgorithm algorithm, string value) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => xml.Element("ChecksumCRC32"u8, value),
        ChecksumAlgorithm.Crc32C => xml.Element("ChecksumCRC32C"u8, value),
        ChecksumAlgorithm.Crc64Nvme => xml.Element("ChecksumCRC64NVME"u8, value),
        ChecksumAlgorithm.Sha1 => xml.Element("ChecksumSHA1"u8, value),
        ChecksumAlgorithm.Sha256 => xml.Element("ChecksumSHA256"u8, value),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
}
