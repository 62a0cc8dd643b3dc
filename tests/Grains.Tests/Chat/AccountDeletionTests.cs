using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>Whoever deletes the account is gone everywhere.</summary>
public sealed class AccountDeletionTests
{
    private const string Password = AccountsCluster.Password;
    private static readonly AccountId Ann = new(1);
    private static readonly DeviceNotice Phone = new(Room.DeviceOf(1), "phone");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deleted_account_signs_nobody_in_keeps_its_handle_and_has_no_credentials()
    {
        var before = await ChatCluster.Start();
        await Register(before);
        var credential = new CreateCredential("c", CredentialKind.Git, "", [], "KEY", "secret");
        await AccountOf(before).CreateCredential(credential, Token);

        (await AccountOf(before).Delete("not the password", Token)).Refusal.ShouldBe(AccountRefusal.WrongHandleOrPassword);
        (await AccountOf(before).IsOver(Ann, Token)).ShouldBeFalse();
        (await AccountOf(before).Delete(Password, Token)).ShouldBe(new AccountReply(AccountRefusal.None, null, TimeSpan.Zero));
        await using var after = await before.Restart();
        var account = AccountOf(after);

        (await account.IsOver(Ann, Token)).ShouldBeTrue();
        (await account.IsOver(new AccountId(2), Token)).ShouldBeFalse();
        (await account.SignIn(Password, Token)).Refusal.ShouldBe(AccountRefusal.WrongHandleOrPassword);
        (await account.Profile(Token)).ShouldBeNull();
        (await Register(after)).Refusal.ShouldBe(AccountRefusal.HandleTaken);
        (await account.CreateCredential(credential with { CommandId = "d", Id = "KEY2" }, Token)).Refusal
            .ShouldBe(AccountRefusal.WrongHandleOrPassword);
        (await after.Grains.GetGrain<ICredentialGrain>("KEY").Resolve(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_deleted_account_leaves_its_groups_and_its_devices_are_shut_out()
    {
        await using var chat = await ChatCluster.Start();
        await Register(chat);
        var (group, channel, direct) = (await Room.Group(chat, 2, 3), await Room.Channel(chat), await Room.Direct(chat));
        await chat.Inbox(Ann).Sync(Phone, "", Token);
        await chat.Keys(Ann).Publish(new KeyPackages(Phone.Id, [new byte[] { 1 }], default), Token);
        await chat.PresenceOf(Ann).Change(new SessionChange(Guid.NewGuid(), false, [new Session(Ann, Phone.Id)], []), Token);

        await AccountOf(chat).Delete(Password, Token);

        (await chat.Inbox(Ann).Sync(Phone, "", Token)).Refusal.ShouldBe(ChatRefusal.NoSuchDevice);
        (await group.Grain.Members(new AccountId(2), default, 10, Token)).Members.Select(member => member.Name.Account.Value)
            .ShouldBe([2, 3]);
        (await group.Say(1, "still here?")).Refusal.ShouldBe(ChatRefusal.NotMember);
        (await channel.Grain.Describe(Ann, Token)).Refusal.ShouldBe(ChatRefusal.NotMember);
        (await direct.All(2)).ShouldNotBeEmpty();
        (await chat.Keys(Ann).Stock(Token)).ShouldBeEmpty();
        (await chat.PresenceOf(Ann).Route([Ann], Token)).ShouldBeEmpty();
        (await group.Administer(2, new AddMembers([Room.Name(1)]))).Refusal.ShouldBe(ChatRefusal.NoSuchMember);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_deletion_that_fails_in_the_middle_is_finished_when_sent_again(int seed)
    {
        await using var chat = await ChatCluster.Start();
        await Register(chat);
        for (var i = 0; i < 5; i++)
            await AccountOf(chat).CreateCredential(new CreateCredential($"c{i}", CredentialKind.Git, "", [], $"K{i}", "s"), Token);
        var groups = new[] { await Room.Group(chat, 2), await Room.Group(chat, 2), await Room.Group(chat, 2) };
        await chat.Inbox(Ann).Sync(Phone, "", Token);
        chat.Store.Faults.FailRandomly(seed, failures: 0.15, lostAnswers: 0.15);

        await ChatCluster.UntilAnswered(() => AccountOf(chat).Delete(Password, Token));

        chat.Store.Faults.Clear();
        (await ChatCluster.UntilAnswered(() => AccountOf(chat).IsOver(Ann, Token))).ShouldBeTrue($"seed {seed}");
        for (var i = 0; i < 5; i++)
            (await chat.Grains.GetGrain<ICredentialGrain>($"K{i}").Resolve(Token)).ShouldBeNull($"seed {seed}");
        foreach (var group in groups)
            (await ChatCluster.UntilAnswered(() => group.Grain.Describe(Ann, Token))).Refusal.ShouldBe(ChatRefusal.NotMember);
        (await ChatCluster.UntilAnswered(() => chat.Inbox(Ann).Devices(Token))).ShouldBeEmpty($"seed {seed}");
    }

    [Fact]
    public async Task A_deletion_that_was_cut_short_is_finished_by_the_next_sign_in()
    {
        await using var chat = await ChatCluster.Start();
        await Register(chat);
        chat.Commits.Choose(commitsBefore: 1, isOnlyTheAnswerLost: false);
        await Should.ThrowAsync<StorageUnavailableException>(() => AccountOf(chat).Delete(Password, Token));
        (await AccountOf(chat).IsOver(Ann, Token)).ShouldBeFalse();

        (await AccountOf(chat).SignIn(Password, Token)).Refusal.ShouldBe(AccountRefusal.WrongHandleOrPassword);

        (await AccountOf(chat).IsOver(Ann, Token)).ShouldBeTrue();
    }

    private static IAccountGrain AccountOf(ChatCluster chat) => chat.Grains.GetGrain<IAccountGrain>("user1");

    private static Task<AccountReply> Register(ChatCluster chat) =>
        AccountOf(chat).Register(new RegisterAccount("first", Ann, "user1", Password), Token);
}
