using System.Text.Json;

namespace OrleansLld.Accounts;

public sealed class AccountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly Account _account = new();

    [Fact]
    public void The_first_to_register_owns_the_account()
    {
        Do(_account.Register("c1", 7, "Alice", "hash", Noon)).ShouldBe(AccountFault.None);

        _account.Owner.ShouldBe(new AccountOwner("c1", 7, "Alice", "hash", Noon));
    }

    [Fact]
    public void A_repeated_registration_changes_nothing_and_is_no_refusal()
    {
        Do(_account.Register("c1", 7, "Alice", "hash", Noon));

        _account.Register("c1", 8, "alice", "other", Noon).ShouldBe(AccountRuling.Repeat);
    }

    [Fact]
    public void Somebody_elses_handle_is_taken()
    {
        Do(_account.Register("c1", 7, "Alice", "hash", Noon));

        _account.Register("c2", 8, "alice", "other", Noon).ShouldBe(AccountRuling.Refuse(AccountFault.HandleTaken));
    }

    [Fact]
    public void Nobodys_account_gives_out_no_credential() =>
        Create("c1", "K1").ShouldBe(AccountFault.NotRegistered);

    [Fact]
    public void A_credential_gets_all_scopes_of_its_kind_when_none_are_asked_for()
    {
        Do(_account.Register("c1", 7, "Alice", "hash", Noon));

        Do(_account.CreateCredential("c2", "K1", "exchange", "bot", [], "sealed", Noon));
        Do(_account.CreateCredential("c3", "K2", "exchange", "watcher", ["read"], "sealed", Noon));
        Do(_account.CreateCredential("c4", "K3", "s3", "backup", [], "sealed", Noon));

        _account.Credentials.Select(credential => string.Join(',', credential.Scopes)).ShouldBe(["read,trade", "read", ""]);
    }

    [Theory]
    [InlineData("exchange", "withdraw")]
    [InlineData("s3", "read")]
    public void A_scope_of_another_kind_is_refused(string kind, string scope)
    {
        Do(_account.Register("c1", 7, "Alice", "hash", Noon));

        _account.CreateCredential("c2", "K1", kind, "", [scope], "sealed", Noon).Fault.ShouldBe(AccountFault.InvalidCredential);
    }

    [Theory]
    [InlineData(65, 'x')]
    [InlineData(1, '\n')]
    public void A_label_that_is_long_or_has_control_characters_is_refused(int length, char of)
    {
        Do(_account.Register("c1", 7, "Alice", "hash", Noon));

        _account.CreateCredential("c2", "K1", "git", new string(of, length), [], "sealed", Noon)
            .ShouldBe(AccountRuling.Refuse(AccountFault.InvalidCredential));
    }

    [Fact]
    public void The_hundredth_credential_is_the_last_until_one_is_revoked()
    {
        Do(_account.Register("c0", 7, "Alice", "hash", Noon));
        for (var i = 1; i <= AccountRules.CredentialsMax; i++)
            Create($"c{i}", $"K{i}").ShouldBe(AccountFault.None);

        Create("more", "more").ShouldBe(AccountFault.TooManyCredentials);
        Do(_account.RevokeCredential("K1")).ShouldBe(AccountFault.None);
        Create("more", "more").ShouldBe(AccountFault.None);
    }

    [Fact]
    public void A_revoked_credential_still_answers_a_repeat_of_its_creation()
    {
        Do(_account.Register("c0", 7, "Alice", "hash", Noon));
        Create("c1", "K1");
        Do(_account.RevokeCredential("K1"));

        _account.CreateCredential("c1", "K2", "git", "", [], "sealed", Noon).ShouldBe(AccountRuling.Repeat);
        _account.CreatedBy("c1")!.Id.ShouldBe("K1");
        _account.Credentials.ShouldBeEmpty();
    }

    [Fact]
    public void What_its_own_grain_has_confirmed_is_not_delivered_again()
    {
        Do(_account.Register("c0", 7, "Alice", "hash", Noon));
        Create("c1", "K1");
        var toIssue = _account.Undelivered.ShouldHaveSingleItem();

        _account.Apply(_account.Delivered(toIssue)!);
        _account.Undelivered.ShouldBeEmpty();
        _account.Delivered(toIssue).ShouldBeNull();

        Do(_account.RevokeCredential("K1"));
        _account.Apply(_account.Delivered(_account.Undelivered.ShouldHaveSingleItem())!);
        _account.Undelivered.ShouldBeEmpty();
    }

    [Fact]
    public void A_late_confirmation_of_the_issue_does_not_revive_a_revoked_credential()
    {
        Do(_account.Register("c0", 7, "Alice", "hash", Noon));
        Create("c1", "K1");
        var toIssue = _account.Undelivered.ShouldHaveSingleItem();
        Do(_account.RevokeCredential("K1"));

        _account.Delivered(toIssue).ShouldBeNull();
        _account.Undelivered.ShouldHaveSingleItem().Stage.ShouldBe(CredentialStage.ToWithdraw);
    }

    [Fact]
    public void A_deleted_account_has_no_credentials_makes_none_and_keeps_its_handle()
    {
        Do(_account.Register("c0", 7, "Alice", "hash", Noon));
        Create("c1", "K1");

        Do(_account.Delete(Noon)).ShouldBe(AccountFault.None);
        _account.Delete(Noon).ShouldBe(AccountRuling.Repeat);

        _account.Credentials.ShouldBeEmpty();
        _account.Undelivered.ShouldHaveSingleItem().Stage.ShouldBe(CredentialStage.ToWithdraw);
        Create("c2", "K2").ShouldBe(AccountFault.NotRegistered);
        Do(_account.Register("c0", 7, "Alice", "hash", Noon)).ShouldBe(AccountFault.HandleTaken);
        Do(_account.Register("c3", 8, "Alice", "hash", Noon)).ShouldBe(AccountFault.HandleTaken);
    }

    [Fact]
    public void A_deletion_is_over_when_everybody_knows_and_leaves_no_password()
    {
        Do(_account.Register("c0", 7, "Alice", "hash", Noon));
        Create("c1", "K1");
        Do(_account.Delete(Noon));
        _account.Closed().ShouldBeNull();
        _account.PasswordHash.ShouldBe("hash");
        _account.Apply(_account.Delivered(_account.Undelivered.ShouldHaveSingleItem())!);

        _account.Apply(_account.Closed()!);

        _account.Check();
        _account.IsClosed(7).ShouldBeTrue();
        _account.IsClosed(8).ShouldBeFalse();
        _account.PasswordHash.ShouldBeNull();
        _account.Owner!.PasswordHash.ShouldBeEmpty();
        _account.Closed().ShouldBeNull();
        Do(_account.Delete(Noon)).ShouldBe(AccountFault.NotRegistered);
    }

    [Fact]
    public void Nobody_deletes_what_nobody_has() => Do(_account.Delete(Noon)).ShouldBe(AccountFault.NotRegistered);

    [Fact]
    public void Events_are_stored_under_names_that_never_change()
    {
        AccountEvent happened = new AccountEvent.CredentialCreated("c", "K", "git", "l", [], "s", Noon);

        JsonSerializer.Serialize(happened, AccountJson.Default.AccountEvent).ShouldBe(
            """
            {"event":"credential-created","commandId":"c","credentialId":"K","kind":"git","label":"l","scopes":[],
            """ + """
            "sealedSecret":"s","at":"2026-11-24T12:00:00+00:00"}
            """);
    }

    private AccountFault Create(string commandId, string id) => Do(_account.CreateCredential(commandId, id, "git", "", [], "sealed", Noon));

    private AccountFault Do(AccountRuling ruling)
    {
        if (ruling.Event is not null)
            _account.Apply(ruling.Event);
        _account.Check();
        return ruling.Fault;
    }
}
