using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansLld.Accounts;

/// <summary>The whole state of an account as it is stored; equal states are written equally.</summary>
public sealed record AccountSnapshot(
    AccountOwner? Owner,
    ImmutableArray<AccountCredential> Credentials,
    ImmutableArray<AccountCredential> Ended);

/// <summary>Whose account it is; of a deleted one, whose it was.</summary>
public sealed record AccountOwner(
    string CommandId,
    long AccountId,
    string Handle,
    string PasswordHash,
    DateTimeOffset CreatedAt,
    AccountPhase Phase = AccountPhase.Open);

/// <summary>Whether the account is there.</summary>
public enum AccountPhase
{
    Open,

    /// <summary>The owner deleted it; not all who have to know of it do.</summary>
    Closing,

    /// <summary>It is deleted, and everybody knows. The handle stays taken.</summary>
    Closed,
}

/// <summary>One credential of the account.</summary>
public sealed record AccountCredential(
    string CommandId,
    string Id,
    string Kind,
    string Label,
    ImmutableArray<string> Scopes,
    string SealedSecret,
    DateTimeOffset CreatedAt,
    CredentialStage Stage);

/// <summary>How far the credential's own grain has followed the account's will.</summary>
public enum CredentialStage
{
    ToIssue,
    Issued,
    ToWithdraw,
    Withdrawn,
}

[JsonSerializable(typeof(AccountEvent))]
[JsonSerializable(typeof(AccountSnapshot))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
public sealed partial class AccountJson : JsonSerializerContext;
