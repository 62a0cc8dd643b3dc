using System.Text;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Accounts;

public sealed class CredentialTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_credential_resolves_to_its_owner_until_it_is_revoked()
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("Alice", id: 42);
        var alice = accounts.Account("alice");

        var made = await alice.CreateCredential(accounts.NewCredential("KEY"), None);
        var resolved = await accounts.Credential("KEY").Resolve(None);
        var revoked = await alice.RevokeCredential("KEY", None);

        resolved!.Account.ShouldBe(new AccountId(42));
        resolved.Handle.ShouldBe("Alice");
        resolved.Kind.ShouldBe(CredentialKind.Exchange);
        resolved.Scopes.ShouldBe(["read", "trade"]);
        resolved.Secret.ShouldBe(made.Secret);
        revoked.ShouldBeTrue();
        (await accounts.Credential("KEY").Resolve(None)).ShouldBeNull();
        (await alice.Credentials(None)).ShouldBeEmpty();
        (await alice.RevokeCredential("KEY", None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_repeat_gets_the_same_credential_and_secret()
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice");
        var alice = accounts.Account("alice");

        var first = await alice.CreateCredential(accounts.NewCredential("KEY-1", commandId: "the-same"), None);
        var again = await alice.CreateCredential(accounts.NewCredential("KEY-2", commandId: "the-same"), None);

        again.Secret.ShouldBe(first.Secret);
        again.Credential!.Id.ShouldBe("KEY-1");
        (await alice.Credentials(None)).ShouldHaveSingleItem();
        (await accounts.Credential("KEY-2").Resolve(None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_outsider_cannot_revoke_take_over_or_list_somebodys_credential()
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice", id: 1);
        await accounts.Register("mallory", id: 2);
        await accounts.Account("alice").CreateCredential(accounts.NewCredential("KEY"), None);
        var mallory = accounts.Account("mallory");

        (await mallory.RevokeCredential("KEY", None)).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentException>(() => mallory.CreateCredential(accounts.NewCredential("KEY"), None));

        (await accounts.Credential("KEY").Resolve(None))!.Account.ShouldBe(new AccountId(1));
        (await accounts.Account("alice").Credentials(None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nobody_gets_a_credential_without_an_account()
    {
        await using var accounts = await AccountsCluster.Start();

        var reply = await accounts.Account("nobody").CreateCredential(accounts.NewCredential("KEY"), None);

        reply.ShouldBe(new CredentialReply(AccountRefusal.WrongHandleOrPassword, null, null));
        (await accounts.Credential("KEY").Resolve(None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_store_holds_no_password_and_no_secret_as_text()
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice");
        var made = await accounts.Account("alice").CreateCredential(accounts.NewCredential("KEY"), None);

        var stored = await Text(accounts.Store, "accounts.account", "alice") + await Text(accounts.Store, "accounts.credential", "KEY");

        stored.ShouldContain("KEY");
        stored.ShouldContain("sealedSecret");
        stored.ShouldNotContain(made.Secret!);
        stored.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(made.Secret!)));
        stored.ShouldNotContain(AccountsCluster.Password);
    }

    [Fact]
    public void A_sealed_secret_opens_for_its_credential_only()
    {
        var box = new SecretBox(Microsoft.Extensions.Options.Options.Create(
            new AccountsOptions { CredentialKey = Convert.ToBase64String(new byte[32]) }));

        var text = box.Seal("the secret", "KEY-1");

        box.Open(text, "KEY-1").ShouldBe("the secret");
        Should.Throw<CorruptStorageException>(() => box.Open(text, "KEY-2"));
        box.Seal("the secret", "KEY-2").ShouldNotBe(text);
    }

    private static async Task<string> Text(VolatileGrainStore store, string kind, string key)
    {
        var rows = await store.ScanAsync(new PartitionId(kind, key), new RowRange(new RowKey(" "), new RowKey("~"), 1000), None);
        rows.ShouldNotBeEmpty();
        return string.Concat(rows.Select(row => Encoding.Latin1.GetString(row.Value.Span)));
    }
}
