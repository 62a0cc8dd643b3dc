using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansLld.Storage;

namespace OrleansLld.Accounts;

/// <summary>
/// One row and no journal: a credential is made once and ended once. The partition is opened by the first write only, so asking for
/// ids that were never made writes nothing.
/// </summary>
internal sealed class CredentialGrain(IGrainStore store, SecretBox secrets) : Grain, ICredentialGrain
{
    private static readonly RowKey Key = new("credential");

    private StoredCredential? _stored;
    private ResolvedCredential? _resolved;

    private PartitionId Partition => new("accounts.credential", this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Partition, Key, cancellationToken) is { } row)
            Accept(JsonSerializer.Deserialize(row.Span, CredentialJson.Default.StoredCredential)!);
    }

    public Task<ResolvedCredential?> Resolve(CancellationToken cancellationToken) => Task.FromResult(_resolved);

    public async Task Issue(ResolvedCredential credential, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(credential.Id, this.GetPrimaryKeyString(), nameof(credential));
        if (_stored is not null && _stored.Account != credential.Account.Value)
            throw new ArgumentException("Another account has a credential of this id.", nameof(credential));
        if (_stored is null)
            await Store(StoredCredential.Of(credential, secrets.Seal(credential.Secret, credential.Id)));
    }

    public async Task Revoke(CancellationToken cancellationToken)
    {
        if (_stored is { IsRevoked: false })
            await Store(_stored with { IsRevoked = true, SealedSecret = "" });
    }

    private async Task Store(StoredCredential credential)
    {
        try
        {
            var lease = await store.OpenAsync(Partition, CancellationToken.None);
            var row = JsonSerializer.SerializeToUtf8Bytes(credential, CredentialJson.Default.StoredCredential);
            await store.CommitAsync(lease, new RowBatch().Put(Key, row), CancellationToken.None);
        }
        catch (Exception failure)
        {
            // What is stored now, the next activation will read.
            DeactivateOnIdle();
            throw failure as StorageUnavailableException ?? new StorageUnavailableException($"{Partition} was not written.", failure);
        }

        Accept(credential);
    }

    private void Accept(StoredCredential credential)
    {
        _stored = credential;
        _resolved = credential.IsRevoked ? null : new ResolvedCredential(
            this.GetPrimaryKeyString(),
            CredentialKinds.Parse(credential.Kind) ?? throw new CorruptStorageException($"{Partition} is of an unknown kind."),
            credential.Scopes,
            secrets.Open(credential.SealedSecret, this.GetPrimaryKeyString()),
            new AccountId(credential.Account),
            credential.Handle);
    }
}

/// <summary>A credential's row. A revoked one stays, without its secret: its id is never used again.</summary>
internal sealed record StoredCredential(
    string Kind, ImmutableArray<string> Scopes, string SealedSecret, long Account, string Handle, bool IsRevoked)
{
    public static StoredCredential Of(ResolvedCredential credential, string sealedSecret) =>
        new(credential.Kind.Name(), credential.Scopes, sealedSecret, credential.Account.Value, credential.Handle, IsRevoked: false);
}

[JsonSerializable(typeof(StoredCredential))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class CredentialJson : JsonSerializerContext;
