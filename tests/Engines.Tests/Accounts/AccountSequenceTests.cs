using System.Text.Json;
using CsCheck;

namespace OrleansLld.Accounts;

/// <summary>Random sequences of commands, against a model that keeps nothing but lists, and replayed from their events.</summary>
public sealed class AccountSequenceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    // Few ids, so that repeats, unknown ids and collisions of commands are frequent.
    private static readonly Gen<Action<Run>> Step = Gen.OneOf(
        Gen.Int[0, 2].Select(command => (Action<Run>)(run => run.Register($"r{command}"))),
        Gen.Select(Gen.Int[0, 400], OneOf("s3", "exchange", "git"), OneOf("", "read", "trade"))
            .Select((command, kind, scope) => (Action<Run>)(run => run.Create($"c{command}", kind, scope))),
        Gen.Int[0, 400].Select(command => (Action<Run>)(run => run.Revoke($"K-c{command}"))),
        Gen.Const((Action<Run>)(run => run.Deliver())),
        Gen.Int[0, 150].Select(chance => (Action<Run>)(run => run.Delete(chance))));

    [Fact]
    public void Every_sequence_agrees_with_the_naive_model_and_replays_to_the_same_state() =>
        Step.Array[0, 600].Sample(
            steps =>
            {
                var run = new Run();
                foreach (var step in steps)
                {
                    step(run);
                    run.Account.Check();
                }

                run.AgreesWithModel();
                Text(Replayed(run.Events)).ShouldBe(Text(run.Account));
                Text(Restored(run.Account)).ShouldBe(Text(run.Account));
            },
            iter: 300,
            print: steps => $"{steps.Length} steps");

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Account Replayed(IEnumerable<string> events)
    {
        var account = new Account();
        foreach (var happened in events)
            account.Apply(JsonSerializer.Deserialize(happened, AccountJson.Default.AccountEvent)!);
        return account;
    }

    private static Account Restored(Account from)
    {
        var account = new Account();
        account.Restore(JsonSerializer.Deserialize(Text(from), AccountJson.Default.AccountSnapshot)!);
        return account;
    }

    private static string Text(Account account) => JsonSerializer.Serialize(account.Snapshot(), AccountJson.Default.AccountSnapshot);

    private sealed class Run
    {
        private readonly Dictionary<string, string> _made = [];
        private readonly List<string> _inForce = [];
        private readonly List<string> _revoked = [];
        private readonly Dictionary<string, bool> _delivered = [];
        private string? _registeredBy;
        private bool _isDeleted;

        public Account Account { get; } = new();

        public List<string> Events { get; } = [];

        public void Register(string command)
        {
            var fault = Take(Account.Register(command, 7, "Alice", "hash", Noon));
            fault.ShouldBe((_registeredBy ??= command) == command && !_isDeleted ? AccountFault.None : AccountFault.HandleTaken);
        }

        public void Create(string command, string kind, string scope)
        {
            var id = $"K-{command}";
            var fault = Take(Account.CreateCredential(command, id, kind, "", scope.Length == 0 ? [] : [scope], "sealed", Noon));
            fault.ShouldBe(Expected());
            if (fault == AccountFault.None && _made.TryAdd(command, id))
                _inForce.Add(id);

            AccountFault Expected()
            {
                if (_registeredBy is null || _isDeleted)
                    return AccountFault.NotRegistered;
                if (_made.ContainsKey(command))
                    return AccountFault.None;
                if (_inForce.Count == AccountRules.CredentialsMax)
                    return AccountFault.TooManyCredentials;
                return scope.Length > 0 && kind != "exchange" ? AccountFault.InvalidCredential : AccountFault.None;
            }
        }

        public void Revoke(string id)
        {
            var isThere = _inForce.Remove(id);
            Take(Account.RevokeCredential(id)).ShouldBe(isThere ? AccountFault.None : AccountFault.UnknownCredential);
            if (isThere)
                _revoked.Add(id);
        }

        // Now and then: what comes after it is refused.
        public void Delete(int chance)
        {
            if (chance > 0)
                return;
            var isOpen = _registeredBy is not null && !_isDeleted;
            var isClosing = Account.IsClosing;
            Take(Account.Delete(Noon)).ShouldBe(isOpen || isClosing ? AccountFault.None : AccountFault.NotRegistered);
            if (!isOpen)
                return;
            _isDeleted = true;
            _revoked.AddRange(_inForce);
            _inForce.Clear();
        }

        public void Deliver()
        {
            foreach (var credential in Account.Undelivered.ToArray())
            {
                _delivered[credential.Id] = credential.Stage == CredentialStage.ToIssue;
                Take(new AccountRuling(AccountFault.None, Account.Delivered(credential)));
            }

            Take(new AccountRuling(AccountFault.None, Account.Closed()));
            Account.IsClosed(7).ShouldBe(_isDeleted);
        }

        public void AgreesWithModel()
        {
            Deliver();
            Account.Credentials.Select(credential => credential.Id).ShouldBe(_inForce);
            _inForce.ShouldAllBe(id => _delivered[id]);
            _revoked.ShouldAllBe(id => !_delivered[id]);
        }

        private AccountFault Take(AccountRuling ruling)
        {
            if (ruling.Event is { } happened)
            {
                Events.Add(JsonSerializer.Serialize(happened, AccountJson.Default.AccountEvent));
                Account.Apply(happened);
            }

            return ruling.Fault;
        }
    }
}
