using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>The checksum that a request promises for its body.</summary>
/// <param name="Kind">Which; null for none.</param>
/// <param name="Value">The checksum; null where it comes in the trailer.</param>
internal readonly record struct ChecksumClaim(ChecksumKind? Kind, byte[]? Value)
{
    private const string AlgorithmHeader = "x-amz-sdk-checksum-algorithm";
    private const string TrailerHeader = "x-amz-trailer";
    private const string Prefix = "x-amz-checksum-";

    // Headers of this prefix that say something about a checksum and are none.
    private static readonly string[] Others = ["x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"];

    /// <summary>Reads the headers; refuses what contradicts itself.</summary>
    public static S3Error? Read(IHeaderDictionary headers, out ChecksumClaim claim)
    {
        claim = default;
        foreach (var header in headers)
        {
            if (!header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                || Array.Exists(Others, other => other.Equals(header.Key, StringComparison.OrdinalIgnoreCase)))
                continue;
            if (claim.Kind is not null)
                return Several;
            if (ChecksumKinds.OfHeader(header.Key) is not { } kind || Parse(kind, header.Value) is not { } value)
                return Invalid(header.Key);
            claim = new ChecksumClaim(kind, value);
        }

        return ReadTrailer(headers, ref claim) ?? ReadAlgorithm(headers, claim);
    }

    /// <summary>The value in Base64 as bytes, or null.</summary>
    public static byte[]? Parse(ChecksumKind kind, string? text)
    {
        var value = new byte[kind.Bytes()];
        return kind.TryParse(text, value) ? value : null;
    }

    public static S3Error Invalid(string header) => S3Error.InvalidRequest with
    {
        Message = $"Value for {header.ToLowerInvariant()} header is invalid.",
    };

    private static S3Error Several => S3Error.InvalidRequest with
    {
        Message = "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    };

    private static S3Error? ReadTrailer(IHeaderDictionary headers, ref ChecksumClaim claim)
    {
        if (!headers.TryGetValue(TrailerHeader, out var names))
            return null;
        foreach (var name in names.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ChecksumKinds.OfHeader(name) is not { } kind)
                return S3Error.InvalidRequest with { Message = "The value specified in the x-amz-trailer header is not supported" };
            if (claim.Kind is not null)
                return Several;
            claim = new ChecksumClaim(kind, null);
        }

        return null;
    }

    private static S3Error? ReadAlgorithm(IHeaderDictionary headers, ChecksumClaim claim)
    {
        if (!headers.TryGetValue(AlgorithmHeader, out var algorithm))
            return null;
        if (ChecksumKinds.OfName(algorithm.ToString()) is not { } kind)
            return Invalid(AlgorithmHeader);
        if (claim.Kind is null)
        {
            return S3Error.InvalidRequest with
            {
                Message = "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were "
                    + "found.",
            };
        }

        return claim.Kind == kind ? null : Invalid(AlgorithmHeader);
    }
}
