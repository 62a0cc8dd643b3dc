namespace OrleansLld.Accounts;

public sealed class AccountGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Whoever_registered_signs_in_with_the_password_and_no_other()
    {
        await using var accounts = await AccountsCluster.Start();

        var registered = await accounts.Register("Alice", id: 42);
        var right = await accounts.Account("alice").SignIn(AccountsCluster.Password, None);
        var wrong = await accounts.Account("alice").SignIn("correct horse", None);
        var nobody = await accounts.Account("bob").SignIn(AccountsCluster.Password, None);

        registered.Profile!.Id.ShouldBe(new AccountId(42));
        registered.Profile.Handle.ShouldBe("Alice");
        right.Profile.ShouldBe(registered.Profile);
        wrong.ShouldBe(new AccountReply(AccountRefusal.WrongHandleOrPassword, null, TimeSpan.Zero));
        nobody.ShouldBe(wrong);
    }

    [Fact]
    public async Task Whoever_has_a_handle_is_found_by_it_however_it_is_written()
    {
        await using var accounts = await AccountsCluster.Start();

        var registered = await accounts.Register("Alice", id: 42);

        (await accounts.Account("ALICE").Profile(None)).ShouldBe(registered.Profile);
        (await accounts.Account("bob").Profile(None)).ShouldBeNull();
        (await accounts.Account("not a handle").Profile(None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_number_finds_its_handle_also_after_a_restart()
    {
        await using var before = await AccountsCluster.Start();
        await before.Register("Alice", id: 42);

        (await before.Name(42).Find(None)).ShouldBe("Alice");
        (await before.Name(43).Find(None)).ShouldBeNull();
        await using var after = await AccountsCluster.Start(before.Store);

        (await after.Name(42).Find(None)).ShouldBe("Alice");
        await Should.ThrowAsync<ArgumentException>(() => after.Name(42).Learn("Bob", None));
    }

    [Fact]
    public async Task A_number_whose_name_was_not_stored_finds_it_with_the_next_sign_in()
    {
        await using var accounts = await AccountsCluster.Start();
        // The first commit is the account's.
        accounts.Commits.Choose(commitsBefore: 1, isOnlyTheAnswerLost: false);
        await Should.ThrowAsync<Storage.StorageUnavailableException>(() => accounts.Register("Alice", id: 42));
        (await accounts.Name(42).Find(None)).ShouldBeNull();

        await accounts.Account("alice").SignIn(AccountsCluster.Password, None);

        (await accounts.Name(42).Find(None)).ShouldBe("Alice");
    }

    [Fact]
    public async Task An_account_is_there_after_a_restart()
    {
        await using var before = await AccountsCluster.Start();
        var registered = await before.Register("alice", id: 42);
        var made = await before.Account("alice").CreateCredential(before.NewCredential("KEY"), None);

        await using var after = await AccountsCluster.Start(before.Store);

        (await after.Account("alice").SignIn(AccountsCluster.Password, None)).Profile.ShouldBe(registered.Profile);
        (await after.Account("alice").Credentials(None)).ShouldHaveSingleItem().Id.ShouldBe(made.Credential!.Id);
        (await after.Credential("KEY").Resolve(None))!.Secret.ShouldBe(made.Secret);
    }

    [Fact]
    public async Task Of_many_who_register_one_handle_at_once_one_gets_it()
    {
        await using var accounts = await AccountsCluster.Start();

        var replies = await Task.WhenAll(Enumerable.Range(1, 30).Select(id => accounts.Register(id % 2 == 0 ? "alice" : "ALICE", id)));

        var winner = replies.Single(reply => reply.Refusal == AccountRefusal.None);
        replies.Count(reply => reply.Refusal == AccountRefusal.HandleTaken).ShouldBe(29);
        (await accounts.Account("alice").SignIn(AccountsCluster.Password, None)).Profile.ShouldBe(winner.Profile);
    }

    [Fact]
    public async Task A_repeated_registration_is_answered_as_the_first_also_side_by_side_and_after_a_restart()
    {
        await using var before = await AccountsCluster.Start();

        var replies = await Task.WhenAll(Enumerable.Range(1, 10).Select(id => before.Register("alice", id, "the-same")));
        await using var after = await AccountsCluster.Start(before.Store);
        var later = await after.Register("alice", id: 11, "the-same");

        replies.ShouldAllBe(reply => reply == replies[0]);
        later.ShouldBe(replies[0]);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a b c")]
    [InlineData("al/ice")]
    [InlineData("ålice")]
    [InlineData("a2345678901234567890123456789012x")]
    public async Task A_malformed_handle_is_refused_and_signs_nobody_in(string handle)
    {
        await using var accounts = await AccountsCluster.Start();

        (await accounts.Register(handle)).Refusal.ShouldBe(AccountRefusal.InvalidHandle);
        (await accounts.Account(handle).SignIn(AccountsCluster.Password, None)).Refusal.ShouldBe(AccountRefusal.WrongHandleOrPassword);
    }

    [Theory]
    [InlineData(AccountRefusal.InvalidPassword, 7)]
    [InlineData(AccountRefusal.None, 8)]
    [InlineData(AccountRefusal.None, 128)]
    [InlineData(AccountRefusal.InvalidPassword, 129)]
    public async Task A_password_has_8_to_128_characters(AccountRefusal refusal, int length)
    {
        await using var accounts = await AccountsCluster.Start();
        var command = new RegisterAccount("c", new AccountId(1), "alice", new string('x', length));

        (await accounts.Account("alice").Register(command, None)).Refusal.ShouldBe(refusal);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    public async Task Five_wrong_passwords_lock_sign_in_whether_there_is_such_an_account_or_not(string handle)
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice");
        var account = accounts.Account(handle);

        var wrong = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => account.SignIn("not the password", None)));
        var locked = await account.SignIn(AccountsCluster.Password, None);

        wrong.Count(reply => reply.Refusal == AccountRefusal.WrongHandleOrPassword).ShouldBe(5);
        wrong.Count(reply => reply.Refusal == AccountRefusal.TooManyAttempts).ShouldBe(15);
        locked.Refusal.ShouldBe(AccountRefusal.TooManyAttempts);
        locked.RetryAfter.ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task After_the_lock_the_right_password_signs_in()
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice");
        for (var i = 0; i < 5; i++)
            await accounts.Account("alice").SignIn("not the password", None);

        accounts.Time.Move(TimeSpan.FromSeconds(31));

        (await accounts.Account("alice").SignIn(AccountsCluster.Password, None)).Refusal.ShouldBe(AccountRefusal.None);
    }

    [Fact]
    public async Task Trying_out_handles_and_keys_stores_nothing()
    {
        await using var accounts = await AccountsCluster.Start();

        await accounts.Account("nobody").SignIn(AccountsCluster.Password, None);
        await accounts.Account("nobody").Credentials(None);
        await accounts.Credential("NO-KEY").Resolve(None);

        accounts.Store.Count(Storage.Volatile.StoreOperation.Open).ShouldBe(0);
        accounts.Store.Count(Storage.Volatile.StoreOperation.Commit).ShouldBe(0);
    }
}
