using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Chat;

public sealed class KeyDirectoryTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AccountId Ann = new(7);
    private static readonly DeviceId Phone = new(Guid.NewGuid());
    private static readonly DeviceId Laptop = new(Guid.NewGuid());

    [Fact]
    public async Task Claims_side_by_side_get_different_packages_and_then_the_last_resort()
    {
        await using var chat = await ChatCluster.Start();
        (await chat.Keys(Ann).Publish(Packages(Phone, 20, lastResort: 255), None)).ShouldBe(20);

        var claims = await Task.WhenAll(Enumerable.Range(0, 25).Select(i => chat.Keys(Ann).Claim($"command-{i}", None)));

        var keys = claims.Select(claim => claim.ShouldHaveSingleItem()).ToArray();
        keys.Where(key => !key.IsLastResort).Select(key => (int)key.Package.Span[0]).Order().ShouldBe(Enumerable.Range(0, 20));
        keys.Where(key => key.IsLastResort).Select(key => (int)key.Package.Span[0]).ShouldBe(Enumerable.Repeat(255, 5));
    }

    [Fact]
    public async Task A_claim_gives_one_package_of_each_device_and_a_repeat_the_same_also_after_a_restart()
    {
        var before = await ChatCluster.Start();
        await before.Keys(Ann).Publish(Packages(Phone, 2), None);
        await before.Keys(Ann).Publish(Packages(Laptop, 2, first: 100), None);
        var first = await before.Keys(Ann).Claim("the-same", None);
        await using var after = await before.Restart();

        var again = await after.Keys(Ann).Claim("the-same", None);

        first.Select(key => key.Device).ShouldBe([Phone, Laptop], ignoreOrder: true);
        Text(again).ShouldBe(Text(first));
        (await after.Keys(Ann).Stock(None)).ShouldAllBe(stock => stock.Packages == 1);
    }

    [Fact]
    public async Task A_package_that_was_handed_out_and_is_published_again_is_not_handed_out_again()
    {
        var before = await ChatCluster.Start();
        await before.Keys(Ann).Publish(Packages(Phone, 1), None);
        await before.Keys(Ann).Claim("first", None);
        await using var after = await before.Restart();

        (await after.Keys(Ann).Publish(Packages(Phone, 1), None)).ShouldBe(0);

        (await after.Keys(Ann).Claim("second", None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_256_commands_are_remembered()
    {
        await using var chat = await ChatCluster.Start();
        await chat.Keys(Ann).Publish(Packages(Phone, 2), None);
        var first = await chat.Keys(Ann).Claim("command-0", None);
        for (var i = 1; i < 256; i++)
            await chat.Keys(Ann).Claim($"command-{i}", None);

        Text(await chat.Keys(Ann).Claim("command-0", None)).ShouldBe(Text(first));
        await chat.Keys(Ann).Claim("command-256", None);
        (await chat.Keys(Ann).Claim("command-0", None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_withdrawn_device_has_no_keys_and_gets_none_also_after_a_restart()
    {
        var before = await ChatCluster.Start();
        await before.Keys(Ann).Publish(Packages(Phone, 5, lastResort: 255), None);
        await before.Keys(Ann).Withdraw(Phone, None);
        await before.Keys(Ann).Withdraw(Phone, None);
        await using var after = await before.Restart();

        (await after.Keys(Ann).Claim("first", None)).ShouldBeEmpty();
        (await after.Keys(Ann).Publish(Packages(Phone, 5), None)).ShouldBe(0);
        (await after.Keys(Ann).Stock(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Packages_have_limits()
    {
        await using var chat = await ChatCluster.Start();

        (await chat.Keys(Ann).Publish(Packages(Phone, 60), None)).ShouldBe(60);
        (await chat.Keys(Ann).Publish(Packages(Phone, 60, first: 100), None)).ShouldBe(IKeyDirectoryGrain.PackagesMax);
        await Should.ThrowAsync<ArgumentException>(() => chat.Keys(Ann).Publish(Packages(Phone, 101), None));
        await Should.ThrowAsync<ArgumentException>(() => chat.Keys(Ann).Publish(
            new KeyPackages(Phone, [new byte[(8 << 10) + 1]], default), None));
        await Should.ThrowAsync<ArgumentException>(() => chat.Keys(Ann).Claim("", None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_random_failures_no_package_is_handed_out_twice(int seed)
    {
        await using var chat = await ChatCluster.Start();
        chat.Store.Faults.FailRandomly(seed, failures: 0.1, lostAnswers: 0.1);
        await ChatCluster.UntilAnswered(() => chat.Keys(Ann).Publish(Packages(Phone, 60), None));

        var claims = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            ChatCluster.UntilAnswered(() => chat.Keys(Ann).Claim($"command-{i}", None))));
        await ChatCluster.UntilAnswered(() => chat.Keys(Ann).Publish(Packages(Phone, 60), None));

        var handedOut = claims.Select(claim => (int)claim.ShouldHaveSingleItem().Package.Span[0]).ToArray();
        handedOut.Distinct().Count().ShouldBe(40, $"seed {seed}");
        chat.Store.Faults.Clear();
        (await chat.Keys(Ann).Stock(None)).ShouldHaveSingleItem().Packages.ShouldBe(20, $"seed {seed}");
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_answered_as_the_first_when_sent_again()
    {
        await using var chat = await ChatCluster.Start();
        await chat.Keys(Ann).Publish(Packages(Phone, 2), None);
        chat.Store.Faults.LoseAnswerOfNext(StoreOperation.Commit);
        await Should.ThrowAsync<StorageUnavailableException>(() => chat.Keys(Ann).Claim("the-same", None));

        var again = await ChatCluster.UntilAnswered(() => chat.Keys(Ann).Claim("the-same", None));

        again.ShouldHaveSingleItem().Package.Span[0].ShouldBe((byte)0);
        (await chat.Keys(Ann).Stock(None)).ShouldHaveSingleItem().Packages.ShouldBe(1);
    }

    private static KeyPackages Packages(DeviceId device, int count, int first = 0, byte? lastResort = null) => new(
        device,
        [.. Enumerable.Range(first, count).Select(number => (ReadOnlyMemory<byte>)new[] { (byte)number, (byte)(number >> 8) })],
        lastResort is { } last ? new[] { last } : default(ReadOnlyMemory<byte>));

    private static string Text(IEnumerable<ClaimedKey> keys) =>
        string.Join(' ', keys.Select(key => $"{key.Device}:{Convert.ToHexString(key.Package.Span)}:{key.IsLastResort}"));
}
