namespace OrleansLld.Accounts;

/// <summary>The kinds by the names that the REST edge and the store use.</summary>
public static class CredentialKinds
{
    /// <summary>The name of a kind, in lower case.</summary>
    public static string Name(this CredentialKind kind) => kind switch
    {
        CredentialKind.S3 => "s3",
        CredentialKind.Exchange => "exchange",
        CredentialKind.Mail => "mail",
        CredentialKind.Git => "git",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of credential."),
    };

    /// <summary>The kind of a name, or null.</summary>
    public static CredentialKind? Parse(string name) => name switch
    {
        "s3" => CredentialKind.S3,
        "exchange" => CredentialKind.Exchange,
        "mail" => CredentialKind.Mail,
        "git" => CredentialKind.Git,
        _ => null,
    };
}
