using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>The engine's kinds of checksums and the contracts' names for them.</summary>
internal static class ChecksumNames
{
    public static ChecksumAlgorithm ToContract(this ChecksumKind kind) => kind switch
    {
        ChecksumKind.Crc32 => ChecksumAlgorithm.Crc32,
        ChecksumKind.Crc32C => ChecksumAlgorithm.Crc32C,
        ChecksumKind.Crc64Nvme => ChecksumAlgorithm.Crc64Nvme,
        ChecksumKind.Sha1 => ChecksumAlgorithm.Sha1,
        ChecksumKind.Sha256 => ChecksumAlgorithm.Sha256,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of checksum."),
    };

    public static ChecksumKind ToKind(this ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => ChecksumKind.Crc32,
        ChecksumAlgorithm.Crc32C => ChecksumKind.Crc32C,
        ChecksumAlgorithm.Crc64Nvme => ChecksumKind.Crc64Nvme,
        ChecksumAlgorithm.Sha1 => ChecksumKind.Sha1,
        ChecksumAlgorithm.Sha256 => ChecksumKind.Sha256,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a checksum algorithm."),
    };
}
