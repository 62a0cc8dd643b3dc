using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.Accounts;

/// <summary>
/// One account, keyed by its handle in lower case (<see cref="Handles.KeyOf"/>): the key is what makes a handle unique.
/// Every command is durable when its task completes.
/// </summary>
[Alias("accounts.account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Creates the account. A repeat of the same command answers as the first did.</summary>
    [Alias("register")]
    Task<AccountReply> Register(RegisterAccount command, CancellationToken cancellationToken);

    /// <summary>Checks the password. Too many failures lock sign-in for a while: <see cref="AccountRefusal.TooManyAttempts"/>.</summary>
    [Alias("sign-in")]
    Task<AccountReply> SignIn(string password, CancellationToken cancellationToken);

    /// <summary>Who has the handle; null when nobody has, or the account is deleted. Anybody may know.</summary>
    [Alias("profile")]
    Task<AccountProfile?> Profile(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the account for good: its credentials end, all systems that follow it let go of it, nobody signs in any more, and the handle
    /// stays taken. What was cut short is finished when the same is sent again, or by the next sign-in.
    /// </summary>
    /// <returns>As of <see cref="SignIn"/>, without a profile.</returns>
    [Alias("delete")]
    Task<AccountReply> Delete(string password, CancellationToken cancellationToken);

    /// <summary>Whether this account is deleted, so that what it was given before opens nothing any more.</summary>
    [Alias("is-over")]
    Task<bool> IsOver(AccountId account, CancellationToken cancellationToken);

    /// <summary>Makes a credential for one protocol; its secret is shown in this reply only. At most 100 an account.</summary>
    [Alias("create-credential")]
    Task<CredentialReply> CreateCredential(CreateCredential command, CancellationToken cancellationToken);

    /// <summary>Ends a credential at once for this cluster's grains, and within the gateways' cache time at the edges.</summary>
    /// <returns>False when this account has no such credential.</returns>
    [Alias("revoke-credential")]
    Task<bool> RevokeCredential(string credentialId, CancellationToken cancellationToken);

    /// <summary>The account's credentials without their secrets, oldest first; at most 100.</summary>
    [Alias("credentials")]
    Task<ImmutableArray<Credential>> Credentials(CancellationToken cancellationToken);
}

/// <summary>One credential, keyed by its id; the edges ask it who is calling.</summary>
[Alias("accounts.credential")]
public interface ICredentialGrain : IGrainWithStringKey
{
    /// <summary>The credential with its secret for checking signatures, or null when it was never made or is revoked.</summary>
    [Alias("resolve")]
    Task<ResolvedCredential?> Resolve(CancellationToken cancellationToken);

    /// <summary>Called by the owning account only: stores the credential. Idempotent.</summary>
    [Alias("issue")]
    Task Issue(ResolvedCredential credential, CancellationToken cancellationToken);

    /// <summary>Called by the owning account only: forgets the credential. Idempotent.</summary>
    [Alias("revoke")]
    Task Revoke(CancellationToken cancellationToken);
}

/// <summary>
/// What a system has of one account and lets go of when the account is deleted, keyed by the account's number. A system's own grain
/// interface derives from this one; <c>AddAccountFollower</c> names it to the accounts.
/// </summary>
[Alias("accounts.follower")]
public interface IAccountFollower : IGrainWithIntegerKey
{
    /// <summary>Called by the account of this number only, when it is deleted. Idempotent.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: the account calls again.</exception>
    [Alias("close")]
    Task Close(CancellationToken cancellationToken);
}

/// <summary>The handle of one account, keyed by the account's number: what shows a person for a number.</summary>
[Alias("accounts.account-name")]
public interface IAccountNameGrain : IGrainWithIntegerKey
{
    /// <summary>The handle as written at registration, or null when no account of this number is known. Anybody may know.</summary>
    [Alias("find")]
    Task<string?> Find(CancellationToken cancellationToken);

    /// <summary>Called by the account of this number only: stores its handle. Idempotent.</summary>
    /// <exception cref="ArgumentException">Another account has the number.</exception>
    [Alias("learn")]
    Task Learn(string handle, CancellationToken cancellationToken);
}

/// <summary>The request to create an account.</summary>
/// <param name="CommandId">Made by the caller, 1 to 64 characters; a retry sends the same.</param>
/// <param name="Id">The account number, drawn by the caller at random.</param>
/// <param name="Handle">As the person wrote it: 3 to 32 of letters, digits, '-', '_', '.', a letter first; compared without case.</param>
/// <param name="Password">8 to 128 characters. Never stored nor logged; a salted PBKDF2 hash is.</param>
[GenerateSerializer, Immutable, Alias("accounts.register")]
public sealed record RegisterAccount(
    [property: Id(0)] string CommandId,
    [property: Id(1)] AccountId Id,
    [property: Id(2)] string Handle,
    [property: Id(3)] string Password);

/// <summary>Who an account is.</summary>
/// <param name="Id">The account's number.</param>
/// <param name="Handle">As written at registration.</param>
/// <param name="CreatedAt">When it was registered.</param>
[GenerateSerializer, Immutable, Alias("accounts.profile")]
public sealed record AccountProfile(
    [property: Id(0)] AccountId Id,
    [property: Id(1)] string Handle,
    [property: Id(2)] DateTimeOffset CreatedAt);

/// <summary>The answer to registration and sign-in.</summary>
/// <param name="Refusal"><see cref="AccountRefusal.None"/> when it was done.</param>
/// <param name="Profile">Set when <paramref name="Refusal"/> is <see cref="AccountRefusal.None"/>.</param>
/// <param name="RetryAfter">How long to wait, with <see cref="AccountRefusal.TooManyAttempts"/>.</param>
[GenerateSerializer, Immutable, Alias("accounts.reply")]
public sealed record AccountReply(
    [property: Id(0)] AccountRefusal Refusal,
    [property: Id(1)] AccountProfile? Profile,
    [property: Id(2)] TimeSpan RetryAfter);

/// <summary>Why an account command was refused; checked in this order. Only <see cref="TooManyAttempts"/> can succeed on a retry.</summary>
[GenerateSerializer, Alias("accounts.refusal")]
public enum AccountRefusal
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The handle breaks the rules of <see cref="RegisterAccount.Handle"/>.</summary>
    InvalidHandle = 1,

    /// <summary>The password breaks the rules of <see cref="RegisterAccount.Password"/>.</summary>
    InvalidPassword = 2,

    /// <summary>Somebody has this handle.</summary>
    HandleTaken = 3,

    /// <summary>Too many wrong passwords of late.</summary>
    TooManyAttempts = 4,

    /// <summary>No such account, or not its password; which of the two is not told.</summary>
    WrongHandleOrPassword = 5,

    /// <summary>The account has as many credentials as it may.</summary>
    TooManyCredentials = 6,

    /// <summary>The label is longer than 64 characters or a scope does not belong to the kind.</summary>
    InvalidCredential = 7,
}

/// <summary>The protocol a credential is for.</summary>
[GenerateSerializer, Alias("accounts.credential-kind")]
public enum CredentialKind
{
    /// <summary>S3 access key and secret key.</summary>
    S3 = 0,

    /// <summary>Exchange API key and secret. Scopes: <c>read</c>, <c>trade</c>.</summary>
    Exchange = 1,

    /// <summary>Mail user and application password.</summary>
    Mail = 2,

    /// <summary>Git user and token.</summary>
    Git = 3,
}

/// <summary>The request to make a credential.</summary>
/// <param name="CommandId">Made by the caller, 1 to 64 characters; a retry sends the same and gets the same credential.</param>
/// <param name="Kind">What it opens.</param>
/// <param name="Label">The owner's words for it, at most 64 characters.</param>
/// <param name="Scopes">What it may do; empty means all scopes of the kind.</param>
/// <param name="Id">The credential's id, drawn by the caller at random.</param>
/// <param name="Secret">The secret, drawn by the caller at random.</param>
[GenerateSerializer, Immutable, Alias("accounts.create-credential")]
public sealed record CreateCredential(
    [property: Id(0)] string CommandId,
    [property: Id(1)] CredentialKind Kind,
    [property: Id(2)] string Label,
    [property: Id(3)] ImmutableArray<string> Scopes,
    [property: Id(4)] string Id,
    [property: Id(5)] string Secret);

/// <summary>A credential as its owner sees it later.</summary>
/// <param name="Id">Access key, API key or user name.</param>
/// <param name="Kind">What it opens.</param>
/// <param name="Label">The owner's words for it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
[GenerateSerializer, Immutable, Alias("accounts.credential-info")]
public sealed record Credential(
    [property: Id(0)] string Id,
    [property: Id(1)] CredentialKind Kind,
    [property: Id(2)] string Label,
    [property: Id(3)] ImmutableArray<string> Scopes,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>The answer to <see cref="IAccountGrain.CreateCredential"/>.</summary>
/// <param name="Refusal"><see cref="AccountRefusal.None"/> when it was made.</param>
/// <param name="Credential">Set when it was made.</param>
/// <param name="Secret">Set when it was made; shown here only.</param>
[GenerateSerializer, Immutable, Alias("accounts.credential-reply")]
public sealed record CredentialReply(
    [property: Id(0)] AccountRefusal Refusal,
    [property: Id(1)] Credential? Credential,
    [property: Id(2)] string? Secret);

/// <summary>A credential as an edge needs it. Never leaves the cluster.</summary>
/// <param name="Id">Access key, API key or user name.</param>
/// <param name="Kind">What it opens.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Secret">For checking a signature or a password.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Handle">The owner's handle.</param>
[GenerateSerializer, Immutable, Alias("accounts.resolved-credential")]
public sealed record ResolvedCredential(
    [property: Id(0)] string Id,
    [property: Id(1)] CredentialKind Kind,
    [property: Id(2)] ImmutableArray<string> Scopes,
    [property: Id(3)] string Secret,
    [property: Id(4)] AccountId Account,
    [property: Id(5)] string Handle)
{
    /// <summary>The secret never reaches a log through this record.</summary>
    public override string ToString() => $"{Kind} {Id} of {Account}";
}
