namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The header <c>Authorization</c> of a request that is signed in version 4.</summary>
public static class AuthorizationHeader
{
    /// <summary>The algorithm, and the name of the scheme.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Reads the header.</summary>
    /// <param name="header">Its value.</param>
    /// <param name="claim">What it says, where it was read.</param>
    public static AuthorizationOutcome Parse(ReadOnlySpan<char> header, out SignatureClaim? claim)
    {
        claim = null;
        var blank = header.IndexOfAny(' ', '\t');
        var scheme = blank < 0 ? header : header[..blank];
        if (!scheme.SequenceEqual(Algorithm))
            return scheme.SequenceEqual("AWS") ? AuthorizationOutcome.OldVersion : AuthorizationOutcome.OtherScheme;

        ReadOnlySpan<char> credential = default, signedHeaders = default, signature = default;
        var parameters = blank < 0 ? default : header[blank..];
        foreach (var range in parameters.Split(','))
        {
            var parameter = parameters[range].Trim();
            if (parameter.IsEmpty)
                continue;
            if (parameter.StartsWith("Credential="))
                credential = parameter["Credential=".Length..];
            else if (parameter.StartsWith("SignedHeaders="))
                signedHeaders = parameter["SignedHeaders=".Length..];
            else if (parameter.StartsWith("Signature="))
                signature = parameter["Signature=".Length..];
            else
                return AuthorizationOutcome.Malformed;
        }

        if (credential.IsEmpty || signedHeaders.IsEmpty || signature.IsEmpty)
            return AuthorizationOutcome.Malformed;
        if (!CredentialScope.TryParse(credential, out var accessKeyId, out var scope))
            return AuthorizationOutcome.CredentialMalformed;
        claim = new SignatureClaim(accessKeyId, scope, signedHeaders.ToString(), signature.ToString());
        return claim.IsCovering ? AuthorizationOutcome.Read : AuthorizationOutcome.HostNotSigned;
    }
}

/// <summary>How the reading of an authorization header ended.</summary>
public enum AuthorizationOutcome
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>A signature of version 2.</summary>
    OldVersion,

    /// <summary>Something else altogether.</summary>
    OtherScheme,

    /// <summary>A part is missing or unknown.</summary>
    Malformed,

    /// <summary>The credential is not an id and a scope.</summary>
    CredentialMalformed,

    /// <summary>The signature does not cover the host, so would open any.</summary>
    HostNotSigned,
}
