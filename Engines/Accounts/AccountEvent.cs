using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansLld.Accounts;

/// <summary>What happened to an account. The names are stored and never change; a new property must have a default.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Registered), "registered")]
[JsonDerivedType(typeof(CredentialCreated), "credential-created")]
[JsonDerivedType(typeof(CredentialIssued), "credential-issued")]
[JsonDerivedType(typeof(CredentialRevoked), "credential-revoked")]
[JsonDerivedType(typeof(CredentialWithdrawn), "credential-withdrawn")]
[JsonDerivedType(typeof(Deleted), "deleted")]
[JsonDerivedType(typeof(Closed), "closed")]
public abstract record AccountEvent
{
    private AccountEvent()
    {
    }

    public sealed record Registered(string CommandId, long AccountId, string Handle, string PasswordHash, DateTimeOffset At) : AccountEvent;

    /// <summary>The account has a credential that its own grain does not know of yet.</summary>
    public sealed record CredentialCreated(
        string CommandId,
        string CredentialId,
        string Kind,
        string Label,
        ImmutableArray<string> Scopes,
        string SealedSecret,
        DateTimeOffset At) : AccountEvent;

    /// <summary>The credential's own grain has it.</summary>
    public sealed record CredentialIssued(string CredentialId) : AccountEvent;

    /// <summary>The owner ended it; the credential's own grain may not know of it yet.</summary>
    public sealed record CredentialRevoked(string CredentialId) : AccountEvent;

    /// <summary>The credential's own grain refuses it.</summary>
    public sealed record CredentialWithdrawn(string CredentialId) : AccountEvent;

    /// <summary>The owner deleted the account, and ended its credentials with it; others may not know of it yet.</summary>
    public sealed record Deleted(DateTimeOffset At) : AccountEvent;

    /// <summary>Whoever has to know of the deletion does.</summary>
    public sealed record Closed : AccountEvent;
}
