using Microsoft.Extensions.Options;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>The signing keys of the credentials that were seen lately: each is four hashes, and a client uses one all day.</summary>
internal sealed class SigningKeys(TimeProvider time, IOptions<CredentialCacheOptions> options)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ShortLivedCache<(string Secret, CredentialScope Scope), SigningKey> _keys =
        new(options.Value.EntriesMax, Lifetime, time);

    public SigningKey Get(ResolvedCredential credential, CredentialScope scope)
    {
        if (_keys.TryGet((credential.Secret, scope), out var key))
            return key;
        key = SigningKey.Derive(credential.Secret, scope);
        _keys.Set((credential.Secret, scope), key);
        return key;
    }
}
