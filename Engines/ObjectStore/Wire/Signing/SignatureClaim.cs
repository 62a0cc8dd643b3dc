namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>What a request says of its signature.</summary>
/// <param name="AccessKeyId">Whose key made it.</param>
/// <param name="Scope">What the key is good for.</param>
/// <param name="SignedHeaders">The names of the headers that it covers, in lower case, by semicolons.</param>
/// <param name="Signature">As it was sent, which may be anything.</param>
public sealed record SignatureClaim(string AccessKeyId, CredentialScope Scope, string SignedHeaders, string Signature)
{
    /// <summary>The most headers that a signature may cover, so that nobody has the same one written down a thousand times.</summary>
    public const int SignedHeadersMax = 100;

    /// <summary>Whether the list of headers is one that may open a door: it has the host, and an end.</summary>
    public bool IsCovering => Covers("host") && SignedHeaders.AsSpan().Count(';') < SignedHeadersMax;

    /// <summary>Whether the signature covers the header.</summary>
    /// <param name="name">In lower case.</param>
    public bool Covers(ReadOnlySpan<char> name)
    {
        foreach (var range in SignedHeaders.AsSpan().Split(';'))
        {
            if (SignedHeaders.AsSpan(range).SequenceEqual(name))
                return true;
        }

        return false;
    }
}
