using Microsoft.Extensions.Time.Testing;

namespace OrleansLld.Accounts;

/// <summary>The gateway's memory of credentials, over real grains.</summary>
public sealed class CredentialCacheTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly CredentialCacheOptions Options = new();

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_revoked_credential_is_known_no_longer_than_an_answer_is_believed()
    {
        await using var accounts = await AccountsCluster.Start();
        var cache = CacheOf(accounts);
        await accounts.Register("alice", id: 42);
        await accounts.Account("alice").CreateCredential(accounts.NewCredential("KEY"), None);

        (await cache.Resolve("KEY", CredentialKind.Exchange, None))!.Account.ShouldBe(new AccountId(42));
        await accounts.Account("alice").RevokeCredential("KEY", None);
        (await cache.Resolve("KEY", CredentialKind.Exchange, None)).ShouldNotBeNull();
        _time.Advance(Options.Lifetime);

        (await cache.Resolve("KEY", CredentialKind.Exchange, None)).ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_id_is_asked_for_again_only_after_a_while()
    {
        await using var accounts = await AccountsCluster.Start();
        var cache = CacheOf(accounts);
        await accounts.Register("alice");

        (await cache.Resolve("KEY", CredentialKind.Git, None)).ShouldBeNull();
        await accounts.Account("alice").CreateCredential(accounts.NewCredential("KEY", CredentialKind.Git), None);
        (await cache.Resolve("KEY", CredentialKind.Git, None)).ShouldBeNull();
        _time.Advance(Options.Lifetime);

        (await cache.Resolve("KEY", CredentialKind.Git, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_credential_of_another_kind_is_none()
    {
        await using var accounts = await AccountsCluster.Start();
        var cache = CacheOf(accounts);
        await accounts.Register("alice");
        await accounts.Account("alice").CreateCredential(accounts.NewCredential("KEY", CredentialKind.S3), None);

        (await cache.Resolve("KEY", CredentialKind.Exchange, None)).ShouldBeNull();
        (await cache.Resolve("KEY", CredentialKind.S3, None)).ShouldNotBeNull();
        (await cache.Resolve("KEY", CredentialKind.Exchange, None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("../up")]
    [InlineData("ключ")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_cannot_be_an_id_reaches_no_grain(string id)
    {
        await using var accounts = await AccountsCluster.Start();

        (await CacheOf(accounts).Resolve(id, CredentialKind.Exchange, None)).ShouldBeNull();

        accounts.Store.Count(Storage.Volatile.StoreOperation.Get).ShouldBe(0);
    }

    [Fact]
    public async Task Many_who_ask_at_once_share_one_answer()
    {
        await using var accounts = await AccountsCluster.Start();
        var cache = CacheOf(accounts);
        await accounts.Register("alice");
        await accounts.Account("alice").CreateCredential(accounts.NewCredential("KEY"), None);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cache.Resolve("KEY", CredentialKind.Exchange, None).AsTask()));

        answers.ShouldAllBe(answer => answer != null && answer.Secret == "secret-of-KEY");
    }

    [Fact]
    public void A_full_cache_forgets_the_older_half_and_never_holds_more_than_twice_its_size()
    {
        var cache = new ShortLivedCache<int, int>(entriesMax: 100, TimeSpan.FromMinutes(1), _time);

        for (var i = 0; i < 1_000; i++)
            cache.Set(i, i);

        var held = Enumerable.Range(0, 1_000).Where(i => cache.TryGet(i, out _)).ToArray();
        held.Length.ShouldBeInRange(100, 200);
        held.ShouldBe(Enumerable.Range(1_000 - held.Length, held.Length));
    }

    private CredentialCache CacheOf(AccountsCluster accounts) =>
        new(accounts.Grains, _time, Microsoft.Extensions.Options.Options.Create(Options));
}
