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
    IEnumerable<AccountFollower> followers,
    IOptions<AccountsOptions> options) : DormantGrain<AccountEvent>, IAccountGrain
{
    public const int CommandIdLengthMax = 64;

    private readonly Account _account = new();
    private readonly SignInGuard _guard = new(options.Value.SignInLimits);
    private AccountErrands _errands = null!;

    protected override PartitionId Partition => new("accounts.account", this.GetPrimaryKeyString());

    protected override IEventCodec<AccountEvent> Codec { get; } = new JsonEventCodec<AccountEvent>(AccountJson.Default.AccountEvent);

    protected override bool MayBeStored => Handles.IsWellFormed(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _errands = new AccountErrands(
            _account, GrainFactory, secrets, followers, happened => Settle(new AccountRuling(AccountFault.None, happened)));
        return base.OnActivateAsync(cancellationToken);
    }

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
        await _errands.TellName(cancellationToken);
        return AccountAnswers.Accepted(_account);
    }

    public async Task<AccountReply> SignIn(string password, CancellationToken cancellationToken)
    {
        if (await Refused(password, cancellationToken) is { } refusal)
            return refusal;
        await Durable();
        if (!_account.IsOpen)
        {
            await _errands.Close(cancellationToken);
            return AccountAnswers.Refused(AccountRefusal.WrongHandleOrPassword);
        }

        await _errands.TellName(cancellationToken);
        return AccountAnswers.Accepted(_account);
    }

    public async Task<AccountProfile?> Profile(CancellationToken cancellationToken)
    {
        var profile = AccountAnswers.ProfileOf(_account);
        await Settled();
        await _errands.TellName(cancellationToken);
        return profile;
    }

    public async Task<AccountReply> Delete(string password, CancellationToken cancellationToken)
    {
        if (await Refused(password, cancellationToken) is { } refusal)
            return refusal;
        await Settle(_account.Delete(time.GetUtcNow()));
        await _errands.Close(cancellationToken);
        return AccountAnswers.Refused(AccountRefusal.None);
    }

    public async Task<bool> IsOver(AccountId account, CancellationToken cancellationToken)
    {
        await Settled();
        return _account.IsClosed(account.Value);
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
        await _errands.TellName(cancellationToken);
        await _errands.Deliver(cancellationToken);
        var made = _account.CreatedBy(command.CommandId)!;
        return AccountAnswers.Made(made, secrets.Open(made.SealedSecret, made.Id));
    }

    public async Task<bool> RevokeCredential(string credentialId, CancellationToken cancellationToken)
    {
        var ruling = _account.RevokeCredential(credentialId);
        await Settle(ruling);
        await _errands.Deliver(cancellationToken);
        return ruling.Fault == AccountFault.None;
    }

    public async Task<ImmutableArray<Credential>> Credentials(CancellationToken cancellationToken)
    {
        await _errands.Deliver(cancellationToken);
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

    // Null when the password is right.
    private async Task<AccountReply?> Refused(string password, CancellationToken cancellationToken)
    {
        var wait = _guard.Begin(time.GetUtcNow());
        if (wait > TimeSpan.Zero)
            return AccountAnswers.Refused(AccountRefusal.TooManyAttempts, wait);
        if (!await passwords.Verify(_account.PasswordHash, password, cancellationToken))
            return AccountAnswers.Refused(AccountRefusal.WrongHandleOrPassword);
        _guard.Succeed();
        return null;
    }

    private static void RequireCommandId(string commandId) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)commandId.Length - 1, CommandIdLengthMax - 1u, nameof(commandId));
}
