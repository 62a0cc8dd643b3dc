namespace OrleansLld.Accounts;

/// <summary>The engine's words in the contract's.</summary>
internal static class AccountAnswers
{
    public static AccountReply Accepted(Account account) =>
        new(AccountRefusal.None, ProfileOf(account), TimeSpan.Zero);

    public static AccountProfile? ProfileOf(Account account) =>
        account is { IsOpen: true, Owner: { } owner } ? new(new AccountId(owner.AccountId), owner.Handle, owner.CreatedAt) : null;

    public static AccountReply Refused(AccountFault fault) => Refused(Of(fault));

    public static AccountReply Refused(AccountRefusal refusal, TimeSpan retryAfter = default) => new(refusal, null, retryAfter);

    public static CredentialReply Made(AccountCredential credential, string secret) => new(AccountRefusal.None, Shown(credential), secret);

    public static CredentialReply NoCredential(AccountFault fault) => new(Of(fault), null, null);

    public static Credential Shown(AccountCredential credential) =>
        new(credential.Id, KindOf(credential), credential.Label, credential.Scopes, credential.CreatedAt);

    public static ResolvedCredential Resolved(Account account, AccountCredential credential, SecretBox secrets) => new(
        credential.Id,
        KindOf(credential),
        credential.Scopes,
        secrets.Open(credential.SealedSecret, credential.Id),
        IdOf(account),
        account.Owner!.Handle);

    private static AccountId IdOf(Account account) => new(account.Owner!.AccountId);

    private static CredentialKind KindOf(AccountCredential credential) => CredentialKinds.Parse(credential.Kind)!.Value;

    private static AccountRefusal Of(AccountFault fault) => fault switch
    {
        AccountFault.HandleTaken => AccountRefusal.HandleTaken,
        AccountFault.NotRegistered => AccountRefusal.WrongHandleOrPassword,
        AccountFault.TooManyCredentials => AccountRefusal.TooManyCredentials,
        AccountFault.InvalidCredential => AccountRefusal.InvalidCredential,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a refusal of a command."),
    };
}
