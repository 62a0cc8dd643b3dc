using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Accounts;

/// <summary>What fails is told, nothing is half done, and the same command sent again ends well.</summary>
public sealed class AccountFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(nameof(StoreOperation.Scan))]
    [InlineData(nameof(StoreOperation.Open))]
    [InlineData(nameof(StoreOperation.Commit))]
    public async Task A_registration_that_the_store_refused_succeeds_when_sent_again(string failing)
    {
        await using var accounts = await AccountsCluster.Start();
        accounts.Store.Faults.FailNext(Enum.Parse<StoreOperation>(failing));

        await Should.ThrowAsync<StorageUnavailableException>(() => accounts.Register("alice", id: 1, "the-same"));
        var again = await accounts.Register("alice", id: 2, "the-same");

        again.Profile!.Id.ShouldBe(new AccountId(2));
    }

    [Fact]
    public async Task A_registration_whose_answer_was_lost_is_answered_as_the_first_when_sent_again()
    {
        await using var accounts = await AccountsCluster.Start();
        accounts.Store.Faults.LoseAnswerOfNext(StoreOperation.Commit);

        await Should.ThrowAsync<StorageUnavailableException>(() => accounts.Register("alice", id: 1, "the-same"));
        var again = await accounts.Register("alice", id: 2, "the-same");

        again.Refusal.ShouldBe(AccountRefusal.None);
        again.Profile!.Id.ShouldBe(new AccountId(1));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task A_credential_is_whole_whichever_of_its_commits_fails(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice");
        var command = accounts.NewCredential("KEY");
        accounts.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
        await Should.ThrowAsync<StorageUnavailableException>(() => accounts.Account("alice").CreateCredential(command, None));

        var again = await accounts.Account("alice").CreateCredential(command, None);

        (await accounts.Account("alice").Credentials(None)).ShouldHaveSingleItem().Id.ShouldBe("KEY");
        (await accounts.Credential("KEY").Resolve(None))!.Secret.ShouldBe(again.Secret);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task A_revocation_that_failed_in_the_middle_is_finished_by_whatever_comes_next(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice");
        await accounts.Account("alice").CreateCredential(accounts.NewCredential("KEY"), None);
        accounts.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
        await Should.ThrowAsync<StorageUnavailableException>(() => accounts.Account("alice").RevokeCredential("KEY", None));

        await accounts.Account("alice").RevokeCredential("KEY", None);

        (await accounts.Account("alice").Credentials(None)).ShouldBeEmpty();
        (await accounts.Credential("KEY").Resolve(None)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_random_failures_every_acknowledged_credential_works_and_every_revoked_one_does_not(int seed)
    {
        await using var accounts = await AccountsCluster.Start();
        await accounts.Register("alice");
        var alice = accounts.Account("alice");
        accounts.Store.Faults.FailRandomly(seed, failures: 0.15, lostAnswers: 0.1);

        for (var i = 0; i < 30; i++)
        {
            var command = accounts.NewCredential($"KEY-{i}");
            await UntilAnswered(() => alice.CreateCredential(command, None));
            if (i % 3 == 0)
                await UntilAnswered(() => alice.RevokeCredential($"KEY-{i}", None));
        }

        accounts.Store.Faults.Clear();
        var listed = (await alice.Credentials(None)).Select(credential => credential.Id).ToHashSet();
        listed.ShouldBe(Enumerable.Range(0, 30).Where(i => i % 3 != 0).Select(i => $"KEY-{i}").ToHashSet());
        for (var i = 0; i < 30; i++)
            ((await accounts.Credential($"KEY-{i}").Resolve(None)) is not null).ShouldBe(listed.Contains($"KEY-{i}"));
    }

    private static async Task UntilAnswered<T>(Func<Task<T>> command)
    {
        while (true)
        {
            try
            {
                await command();
                return;
            }
            catch (Exception failure) when (failure is StorageUnavailableException or Orleans.Runtime.OrleansException)
            {
                // What a client retries after: the store failed, or the grain was just leaving because of it.
            }
        }
    }
}
