namespace OrleansLld.ObjectStore.Wire;

/// <summary>What <c>x-amz-content-sha256</c> says of the body.</summary>
public enum PayloadKind
{
    /// <summary>Its SHA-256 is signed.</summary>
    Hashed,

    /// <summary>It is not signed.</summary>
    Unsigned,

    /// <summary>It comes in signed chunks.</summary>
    SignedChunks,

    /// <summary>It comes in signed chunks and a signed trailer.</summary>
    SignedChunksWithTrailer,

    /// <summary>It comes in chunks and a trailer, none of them signed.</summary>
    UnsignedChunksWithTrailer,
}

/// <summary>The words of <c>x-amz-content-sha256</c>.</summary>
public static class PayloadKinds
{
    /// <summary>The body is not signed.</summary>
    public const string Unsigned = "UNSIGNED-PAYLOAD";

    private const int HashLength = 64;

    /// <summary>The kind, or null for a text that is neither a hash nor a known word.</summary>
    public static PayloadKind? Parse(ReadOnlySpan<char> text) => text switch
    {
        Unsigned => PayloadKind.Unsigned,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => PayloadKind.SignedChunks,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => PayloadKind.SignedChunksWithTrailer,
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => PayloadKind.UnsignedChunksWithTrailer,
        _ => text.Length == HashLength && IsHexadecimal(text) ? PayloadKind.Hashed : null,
    };

    private static bool IsHexadecimal(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigit(character))
                return false;
        }

        return true;
    }
}
