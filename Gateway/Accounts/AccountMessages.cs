namespace OrleansLld.Accounts;

/// <param name="Handle">3 to 32 of letters, digits, '-', '_' and '.', starting with a letter.</param>
/// <param name="Password">8 to 128 characters.</param>
/// <param name="CommandId">1 to 64 characters made by the client; a retry with the same is answered as the first.</param>
internal sealed record RegisterRequest(string Handle, string Password, string? CommandId = null)
{
    public override string ToString() => $"{nameof(RegisterRequest)} of {Handle}";
}

internal sealed record SignInRequest(string Handle, string Password)
{
    public override string ToString() => $"{nameof(SignInRequest)} of {Handle}";
}

internal sealed record DeletionRequest(string Password)
{
    public override string ToString() => nameof(DeletionRequest);
}

/// <param name="Kind"><c>s3</c>, <c>exchange</c>, <c>mail</c> or <c>git</c>.</param>
/// <param name="Label">The owner's words for it, at most 64 characters.</param>
/// <param name="Scopes">What it may do; all of the kind when left out. Only <c>exchange</c> has any: <c>read</c>, <c>trade</c>.</param>
/// <param name="CommandId">1 to 64 characters made by the client; a retry with the same gets the same credential.</param>
internal sealed record CredentialRequest(string Kind, string? Label = null, string[]? Scopes = null, string? CommandId = null);

internal sealed record Registered(string Id, string Handle);

internal sealed record SignInAnswer(string Token, DateTimeOffset ExpiresAt, string Handle, string Id, bool Administrator);

internal sealed record Me(string Id, string Handle, bool Administrator);

internal sealed record CredentialAnswer(string Id, string Kind, string Label, string[] Scopes, DateTimeOffset CreatedAt)
{
    public static CredentialAnswer Of(Credential credential) =>
        new(credential.Id, credential.Kind.Name(), credential.Label, [.. credential.Scopes], credential.CreatedAt);
}

internal sealed record CredentialMade(string Id, string Secret, string Kind, string Label, string[] Scopes, DateTimeOffset CreatedAt);
