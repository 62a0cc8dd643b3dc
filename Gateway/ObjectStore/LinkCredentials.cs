using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>
/// The credentials that links of the web page are signed with: an account has one, made for the first link. Its owner sees it among the
/// others, and ends all of the links by revoking it.
/// </summary>
internal sealed class LinkCredentials(IGrainFactory grains, CredentialCache credentials, TimeProvider time)
{
    public const string Label = "Links of the web page";

    private const int AccountsMax = 10_000;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);

    private readonly ShortLivedCache<AccountId, string> _ids = new(AccountsMax, RememberedFor, time);

    /// <summary>The caller's credential.</summary>
    /// <returns>It, or why the account may not have one.</returns>
    public async ValueTask<(ResolvedCredential? Credential, AccountRefusal Refusal)> Of(Caller caller, CancellationToken cancellationToken)
    {
        if (_ids.TryGet(caller.Id, out var known) && await Resolve(known, cancellationToken) is { } remembered)
            return (remembered, AccountRefusal.None);

        var account = grains.GetGrain<IAccountGrain>(Handles.KeyOf(caller.Handle));
        var all = await account.Credentials(cancellationToken);
        var own = all.FirstOrDefault(credential => credential is { Kind: CredentialKind.S3, Label: Label });
        if (own is not null && await Resolve(own.Id, cancellationToken) is { } found)
            return (Keep(caller, found), AccountRefusal.None);

        var (id, secret) = CredentialDraw.Draw(CredentialKind.S3);
        var command = new CreateCredential(Guid.NewGuid().ToString("N"), CredentialKind.S3, Label, [], id, secret);
        var reply = await account.CreateCredential(command, cancellationToken);
        return reply.Credential is { } made
            ? (Keep(caller, new ResolvedCredential(made.Id, made.Kind, made.Scopes, secret, caller.Id, caller.Handle)), AccountRefusal.None)
            : (null, reply.Refusal);
    }

    private ValueTask<ResolvedCredential?> Resolve(string id, CancellationToken cancellationToken) =>
        credentials.Resolve(id, CredentialKind.S3, cancellationToken);

    private ResolvedCredential Keep(Caller caller, ResolvedCredential credential)
    {
        _ids.Set(caller.Id, credential.Id);
        return credential;
    }
}
