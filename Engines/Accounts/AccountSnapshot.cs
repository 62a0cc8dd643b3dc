using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansLld.Accounts;

/// <summary>The whole state of an account as it is stored; equal states are written equally.</summary>
public sealed record AccountSnapshot(
    AccountOwner? Owner,
    ImmutableArray<AccountCredential> Credentials,
    ImmutableArray<AccountCredential> Ended);

/// <summary>Whose account it is.</summary>
public sealed record AccountOwner(string CommandId, long AccountId, string Handle, string PasswordHash, DateTimeOffset CreatedAt);

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
