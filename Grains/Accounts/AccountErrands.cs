namespace OrleansLld.Accounts;

/// <summary>
/// Carries to others what the account decided and they have not confirmed, of this command or of one that a crash cut short.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="grains">The others.</param>
/// <param name="secrets">Opens what a credential's own grain has to know.</param>
/// <param name="followers">Whoever hears of a deletion.</param>
/// <param name="settle">Writes what was confirmed, if anything.</param>
internal sealed class AccountErrands(
    Account account, IGrainFactory grains, SecretBox secrets, IEnumerable<AccountFollower> followers, Func<AccountEvent?, Task> settle)
{
    private bool _isNamed;

    /// <summary>
    /// Every way to an account leads here, because a crash can come between the account and its name, and old accounts were never told.
    /// </summary>
    public async Task TellName(CancellationToken cancellationToken)
    {
        if (_isNamed || account.Owner is not { } owner)
            return;
        await grains.GetGrain<IAccountNameGrain>(owner.AccountId).Learn(owner.Handle, cancellationToken);
        _isNamed = true;
    }

    /// <summary>Credentials, to their own grains.</summary>
    public async Task Deliver(CancellationToken cancellationToken)
    {
        foreach (var credential in account.Undelivered.ToArray())
        {
            var grain = grains.GetGrain<ICredentialGrain>(credential.Id);
            if (credential.Stage == CredentialStage.ToIssue)
                await grain.Issue(AccountAnswers.Resolved(account, credential, secrets), cancellationToken);
            else
                await grain.Revoke(cancellationToken);
            await settle(account.Delivered(credential));
        }
    }

    /// <summary>A deletion, to all who follow the account.</summary>
    public async Task Close(CancellationToken cancellationToken)
    {
        if (!account.IsClosing)
            return;
        await Deliver(cancellationToken);
        foreach (var follower in followers)
            await follower.Of(grains, new AccountId(account.Owner!.AccountId)).Close(cancellationToken);
        await settle(account.Closed());
    }
}
