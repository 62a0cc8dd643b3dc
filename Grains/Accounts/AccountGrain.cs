using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansLld.Storage;

namespace OrleansLld.Accounts;

/// <summary>
/// Registers, signs in and gives out credentials. Until somebody registers, nothing is stored: trying out handles leaves no trace.
/// </summary>
[Reentrant]
internal sealed class AccountGrain(
    Passwords passwords,
    SecretBox secrets,
    TimeProvider time,
    IOptions<AccountsOptions> options) : DormantGrain<AccountEvent>, IAccountGrain
{
    public const int CommandIdLengthMax = 64;

    private readonly Account _account = new();
    private readonly SignInGuard _guard = new(options.Value.SignInLimits);
    private bool _isNamed;

    protected override PartitionId Partition => new("accounts.account", this.GetPrimaryKeyString());

    protected override IEventCodec<AccountEvent> Codec { get; } = new JsonEventCodec<AccountEvent>(AccountJson.Default.AccountEvent);

    protected override bool MayBeStored => Handles.IsWellFormed(this.GetPrimaryKeyString());

    public async Task<AccountReply> Register(RegisterAccount command, CancellationToken cancellationToken)
    {
        RequireCommandId(command.CommandId);
        ArgumentOutOfRangeException.ThrowIfNotEqual(Handles.KeyOf(command.Handle), this.GetPrimaryKeyString(), nameof(command));
        if (!Handles.IsWellFormed(command.Handle))
            return AccountAnswers.Refused(AccountRefusal.InvalidHandle);
        if (!AccountRules.IsPassword(command.Password))
            return AccountAnswers.Refused(AccountRefusal.InvalidPassword);

        var hash = _account.Owner is null ? await passwords.Hash(command.Password, cancellationToken) : "";
        await Wake();
        var ruling = _account.Register(command.CommandId, command.Id.Value, command.Handle, hash, time.GetUtcNow());
        await Settle(ruling);
        if (ruling.Fault != AccountFault.None)
            return AccountAnswers.Refused(ruling.Fault);
        await TellName(cancellationToken);
        return AccountAnswers.Accepted(_account);
    }

    public async Task<AccountReply> SignIn(string password, CancellationToken cancellationToken)
    {
        var wait = _guard.Begin(time.GetUtcNow());
        if (wait > TimeSpan.Zero)
            return AccountAnswers.Refused(AccountRefusal.TooManyAttempts, wait);
        if (!await passwords.Verify(_account.Owner?.PasswordHash, password, cancellationToken))
            return AccountAnswers.Refused(AccountRefusal.WrongHandleOrPassword);

        _guard.Succeed();
        await Durable();
        await TellName(cancellationToken);
        return AccountAnswers.Accepted(_account);
    }

    public async Task<AccountProfile?> Profile(CancellationToken cancellationToken)
    {
        var profile = AccountAnswers.ProfileOf(_account);
        await Settled();
        await TellName(cancellationToken);
        return profile;
    }

    public async Task<CredentialReply> CreateCredential(CreateCredential command, CancellationToken cancellationToken)
    {
        RequireCommandId(command.CommandId);
        var ruling = _account.CreateCredential(
            command.CommandId,
            command.Id,
            command.Kind.Name(),
            command.Label,
            command.Scopes,
            secrets.Seal(command.Secret, command.Id),
            time.GetUtcNow());
        if (ruling.Fault != AccountFault.None)
            return AccountAnswers.NoCredential(ruling.Fault);

        await Settle(ruling);
        await TellName(cancellationToken);
        await Deliver(cancellationToken);
        var made = _account.CreatedBy(command.CommandId)!;
        return AccountAnswers.Made(made, secrets.Open(made.SealedSecret, made.Id));
    }

    public async Task<bool> RevokeCredential(string credentialId, CancellationToken cancellationToken)
    {
        var ruling = _account.RevokeCredential(credentialId);
        await Settle(ruling);
        await Deliver(cancellationToken);
        return ruling.Fault == AccountFault.None;
    }

    public async Task<ImmutableArray<Credential>> Credentials(CancellationToken cancellationToken)
    {
        await Deliver(cancellationToken);
        return [.. _account.Credentials.Select(AccountAnswers.Shown)];
    }

    protected override void Apply(in AccountEvent value) => _account.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output) =>
        JsonSnapshot.Write(output, _account.Snapshot(), AccountJson.Default.AccountSnapshot);

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) =>
        _account.Restore(JsonSnapshot.Read(input, AccountJson.Default.AccountSnapshot));

    private async Task Settle(AccountRuling ruling)
    {
        if (ruling.Event is not null)
            Raise(ruling.Event);
        await Settled();
    }

    // Every way to an account leads here, because a crash can come between the account and its name, and old accounts were never told.
    private async Task TellName(CancellationToken cancellationToken)
    {
        if (_isNamed || _account.Owner is not { } owner)
            return;
        await GrainFactory.GetGrain<IAccountNameGrain>(owner.AccountId).Learn(owner.Handle, cancellationToken);
        _isNamed = true;
    }

    // Carries to the credentials' own grains what they have not confirmed, of this command or of one that a crash cut short.
    private async Task Deliver(CancellationToken cancellationToken)
    {
        foreach (var credential in _account.Undelivered.ToArray())
        {
            var grain = GrainFactory.GetGrain<ICredentialGrain>(credential.Id);
            if (credential.Stage == CredentialStage.ToIssue)
                await grain.Issue(AccountAnswers.Resolved(_account, credential, secrets), cancellationToken);
            else
                await grain.Revoke(cancellationToken);
            await Settle(new AccountRuling(AccountFault.None, _account.Delivered(credential)));
        }
    }

    private static void RequireCommandId(string commandId)
    {
        ArgumentException.ThrowIfNullOrEmpty(commandId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(commandId.Length, CommandIdLengthMax, nameof(commandId));
    }
}
