using System.Collections.Immutable;

namespace OrleansLld.Accounts;

/// <summary>
/// One account: who owns it and the credentials it gave out. A credential is decided here first and then carried to its own grain, so
/// each remembers how far that went (<see cref="CredentialStage"/>); whatever is on its way is in <see cref="Undelivered"/>.
/// </summary>
public sealed class Account
{
    /// <summary>Ended credentials that are remembered: a late repeat of their creation is answered as the first.</summary>
    public const int EndedMax = 100;

    private readonly List<AccountCredential> _credentials = [];
    private readonly List<AccountCredential> _ended = [];

    /// <summary>Null until somebody registers.</summary>
    public AccountOwner? Owner { get; private set; }

    /// <summary>Whether somebody has it; not when it is deleted.</summary>
    public bool IsOpen => Owner is { Phase: AccountPhase.Open };

    /// <summary>Whether it is deleted and somebody still has to hear of it.</summary>
    public bool IsClosing => Owner is { Phase: AccountPhase.Closing };

    /// <summary>Whether it is deleted, and was the account of this number.</summary>
    public bool IsClosed(long accountId) => Owner is { Phase: AccountPhase.Closed } owner && owner.AccountId == accountId;

    /// <summary>What a password is checked with; null when none is right.</summary>
    public string? PasswordHash => Owner is { Phase: not AccountPhase.Closed } owner ? owner.PasswordHash : null;

    /// <summary>Those in force, oldest first.</summary>
    public IReadOnlyList<AccountCredential> Credentials => _credentials;

    public IEnumerable<AccountCredential> Undelivered =>
        _credentials.Where(credential => credential.Stage == CredentialStage.ToIssue)
            .Concat(_ended.Where(credential => credential.Stage == CredentialStage.ToWithdraw));

    public AccountRuling Register(string commandId, long accountId, string handle, string passwordHash, DateTimeOffset now) => Owner switch
    {
        null => AccountRuling.Accept(new AccountEvent.Registered(commandId, accountId, handle, passwordHash, now)),
        { CommandId: var first } when first == commandId && IsOpen => AccountRuling.Repeat,
        _ => AccountRuling.Refuse(AccountFault.HandleTaken),
    };

    public AccountRuling CreateCredential(
        string commandId,
        string credentialId,
        string kind,
        string label,
        ImmutableArray<string> scopes,
        string sealedSecret,
        DateTimeOffset now)
    {
        if (!IsOpen)
            return AccountRuling.Refuse(AccountFault.NotRegistered);
        if (CreatedBy(commandId) is not null)
            return AccountRuling.Repeat;
        if (_credentials.Count >= AccountRules.CredentialsMax)
            return AccountRuling.Refuse(AccountFault.TooManyCredentials);
        if (!AccountRules.IsLabel(label) || AccountRules.Scopes(kind, scopes) is not { } granted)
            return AccountRuling.Refuse(AccountFault.InvalidCredential);
        return AccountRuling.Accept(
            new AccountEvent.CredentialCreated(commandId, credentialId, kind, label, granted, sealedSecret, now));
    }

    public AccountRuling RevokeCredential(string credentialId) =>
        _credentials.Exists(credential => credential.Id == credentialId)
            ? AccountRuling.Accept(new AccountEvent.CredentialRevoked(credentialId))
            : AccountRuling.Refuse(AccountFault.UnknownCredential);

    /// <summary>Deletes the account: its credentials end, and its handle stays taken.</summary>
    public AccountRuling Delete(DateTimeOffset now) => Owner?.Phase switch
    {
        AccountPhase.Open => AccountRuling.Accept(new AccountEvent.Deleted(now)),
        AccountPhase.Closing => AccountRuling.Repeat,
        _ => AccountRuling.Refuse(AccountFault.NotRegistered),
    };

    /// <summary>Whoever has to know of the deletion does; null when that is no news.</summary>
    public AccountEvent? Closed() => IsClosing && !Undelivered.Any() ? new AccountEvent.Closed() : null;

    /// <summary>The credential's own grain has followed up to this stage; null when that is no news.</summary>
    public AccountEvent? Delivered(AccountCredential carried)
    {
        if (!Undelivered.Contains(carried))
            return null;
        return carried.Stage == CredentialStage.ToIssue
            ? new AccountEvent.CredentialIssued(carried.Id)
            : new AccountEvent.CredentialWithdrawn(carried.Id);
    }

    /// <summary>The credential that a command made, in force or ended.</summary>
    public AccountCredential? CreatedBy(string commandId) =>
        _credentials.Find(credential => credential.CommandId == commandId) ?? _ended.Find(credential => credential.CommandId == commandId);

    public void Apply(AccountEvent happened)
    {
        switch (happened)
        {
            case AccountEvent.Registered e:
                Owner = new AccountOwner(e.CommandId, e.AccountId, e.Handle, e.PasswordHash, e.At);
                break;
            case AccountEvent.CredentialCreated e:
                _credentials.Add(new AccountCredential(
                    e.CommandId, e.CredentialId, e.Kind, e.Label, e.Scopes, e.SealedSecret, e.At, CredentialStage.ToIssue));
                break;
            case AccountEvent.CredentialIssued e:
                Advance(_credentials, e.CredentialId, CredentialStage.Issued);
                break;
            case AccountEvent.CredentialRevoked e:
                End(e.CredentialId);
                break;
            case AccountEvent.CredentialWithdrawn e:
                Advance(_ended, e.CredentialId, CredentialStage.Withdrawn);
                break;
            case AccountEvent.Deleted:
                foreach (var credential in _credentials.ToArray())
                    End(credential.Id);
                Owner = Owner! with { Phase = AccountPhase.Closing };
                break;
            case AccountEvent.Closed:
                Owner = Owner! with { Phase = AccountPhase.Closed, PasswordHash = "" };
                break;
            default:
                throw new InvalidOperationException($"An account does not know {happened.GetType().Name}.");
        }
    }

    public AccountSnapshot Snapshot() => new(Owner, [.. _credentials], [.. _ended]);

    /// <summary>Takes the state of a snapshot; called on an empty account.</summary>
    public void Restore(AccountSnapshot snapshot)
    {
        Owner = snapshot.Owner;
        _credentials.AddRange(snapshot.Credentials);
        _ended.AddRange(snapshot.Ended);
    }

    /// <summary>Throws when the state is one that no sequence of commands can lead to.</summary>
    public void Check()
    {
        Require(Owner is not null || (_credentials.Count == 0 && _ended.Count == 0), "Nobody's account has credentials.");
        Require(IsOpen || _credentials.Count == 0, "A deleted account has credentials in force.");
        Require(_credentials.Count <= AccountRules.CredentialsMax, "There are too many credentials.");
        var all = _credentials.Concat(_ended).ToArray();
        Require(all.DistinctBy(credential => credential.Id).Count() == all.Length, "An id is there twice.");
        Require(_credentials.TrueForAll(one => one.Stage <= CredentialStage.Issued), "A credential in force is on its way out.");
        Require(_ended.TrueForAll(one => one.Stage >= CredentialStage.ToWithdraw), "An ended credential is in force.");
        Require(_ended.Count(one => one.Stage == CredentialStage.Withdrawn) <= EndedMax, "Too many ended ones are remembered.");
    }

    private static void Advance(List<AccountCredential> list, string id, CredentialStage stage)
    {
        var i = list.FindIndex(credential => credential.Id == id);
        if (i >= 0)
            list[i] = list[i] with { Stage = stage };
    }

    // One that is still to be withdrawn is never forgotten.
    private void End(string id)
    {
        var i = _credentials.FindIndex(credential => credential.Id == id);
        _ended.Add(_credentials[i] with { Stage = CredentialStage.ToWithdraw });
        _credentials.RemoveAt(i);
        if (_ended.Count > EndedMax && _ended.FindIndex(credential => credential.Stage == CredentialStage.Withdrawn) is >= 0 and var oldest)
            _ended.RemoveAt(oldest);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
