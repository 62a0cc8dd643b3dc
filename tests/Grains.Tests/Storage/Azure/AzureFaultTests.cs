using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansLld.Storage.Azure;

/// <summary>The holder of a partition dies at each of its requests in turn, or cannot reach the account.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class AzureFaultTests(AzuriteAccount azurite, ITestOutputHelper output)
{
    private static readonly PartitionId Partition = new("faults", "1");

    private readonly AzureOptions _options = azurite.NewOptions();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(150, false)]
    [InlineData(150, true)]
    public async Task Holder_that_dies_at_any_request_leaves_the_commit_whole_or_out(int rows, bool withLongValues)
    {
        var (ended, applied) = (0, 0);
        for (var request = 0; ended == 0; request++)
        {
            foreach (var afterSending in new[] { false, true })
            {
                var partition = new PartitionId("faults", $"{request}-{afterSending}");
                var wire = new FaultyWire();
                using var account = await AzuriteAccount.ConnectAsync(Hasty(), wire);
                var before = Values(rows, withLongValues, 1);
                var changes = Changes(rows, withLongValues);
                var acknowledged = await CommitUnderCut(account, wire, partition, before, changes, request, afterSending);
                ended += wire.IsCut ? 0 : 1;
                applied += await Check(partition, before, After(before, changes), acknowledged) ? 1 : 0;
            }
        }

        ended.ShouldBe(2);
        applied.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Lost_answers_of_a_commit_are_found_out()
    {
        var wire = new FaultyWire();
        var patient = Hasty();
        patient.RetriesMax = 12;
        using var account = await AzuriteAccount.ConnectAsync(patient, wire);
        await using var store = Store(account);
        wire.Lose(new Random(1), 0, 0.3);
        var epochs = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            var lease = await store.OpenAsync(Partition, Cancellation);
            epochs.Add(lease.Epoch);
            await store.CommitAsync(lease, new RowBatch().Put(new RowKey("a"), new[] { (byte)i }), Cancellation);
            (await store.GetAsync(Partition, new RowKey("a"), Cancellation))!.Value.ToArray().ShouldBe([(byte)i]);
        }

        wire.Faults.ShouldBeGreaterThan(5);
        epochs.ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
    }

    [Fact]
    public async Task Readers_see_large_commits_whole_and_never_an_older_one_while_requests_and_answers_are_lost()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var wire = new FaultyWire();
        using var account = await AzuriteAccount.ConnectAsync(Hasty(), wire);
        using var undisturbed = await AzuriteAccount.ConnectAsync(_options);
        await using var store = Store(account);
        await using var reader = Store(undisturbed);
        wire.Lose(new Random(seed), 0.02, 0.05);
        var acknowledged = 0;
        var writing = WriteAsync();
        var scans = 0;
        for (var last = 0; !writing.IsCompleted; scans++)
        {
            var least = Math.Max(last, System.Threading.Volatile.Read(ref acknowledged));
            var rows = await reader.ScanAsync(Partition, RowRange.StartingWith("row.", 1_000), Cancellation);
            if (rows.Count == 0 && least == 0)
                continue;
            rows.Count.ShouldBe(200);
            last = rows.Select(row => BitConverter.ToInt32(row.Value.Span)).Distinct().ShouldHaveSingleItem();
            last.ShouldBeGreaterThanOrEqualTo(least);
        }

        await writing;
        output.WriteLine($"{acknowledged} commits acknowledged, {wire.Faults} faults, {scans} scans");
        wire.Faults.ShouldBeGreaterThan(0);

        async Task WriteAsync()
        {
            for (var number = 1; number <= 40; number++)
            {
                var batch = new RowBatch();
                for (var i = 0; i < 200; i++)
                    batch.Put(Key(i), BitConverter.GetBytes(number));
                try
                {
                    await store.CommitAsync(await store.OpenAsync(Partition, Cancellation), batch, Cancellation);
                    System.Threading.Volatile.Write(ref acknowledged, number);
                }
                catch (StorageUnavailableException)
                {
                    // Whether it was applied is open; the next number is committed under a new lease.
                }
            }
        }
    }

    [Fact]
    public async Task Account_that_does_not_answer_fails_every_call_and_spends_the_lease()
    {
        var wire = new FaultyWire();
        var hasty = Hasty();
        hasty.AttemptTimeoutMs = 100;
        using var account = await AzuriteAccount.ConnectAsync(_options);
        using var stalled = new AzureAccount(hasty, wire);
        await using var store = Store(stalled);
        var lease = await Store(account).OpenAsync(Partition, Cancellation);
        wire.Stall();

        var batch = new RowBatch().Put(new RowKey("a"), new byte[1]);
        await Should.ThrowAsync<StorageUnavailableException>(async () => await store.CommitAsync(lease, batch, Cancellation));
        await Should.ThrowAsync<StorageUnavailableException>(async () => await store.CommitAsync(lease, batch, Cancellation));
        await Should.ThrowAsync<StorageUnavailableException>(async () => await store.OpenAsync(Partition, Cancellation));
        await Should.ThrowAsync<StorageUnavailableException>(async () => await store.GetAsync(Partition, new RowKey("a"), Cancellation));
        await Should.ThrowAsync<StorageUnavailableException>(async () =>
            await store.ScanAsync(Partition, RowRange.StartingWith("a", 1), Cancellation));
    }

    [Fact]
    public async Task Superseded_holder_does_not_touch_the_rows_of_its_large_commit()
    {
        var wire = new FaultyWire();
        using var account = await AzuriteAccount.ConnectAsync(Hasty(), wire);
        using var other = await AzuriteAccount.ConnectAsync(_options);
        await using var store = Store(account);
        var lease = await store.OpenAsync(Partition, Cancellation);
        var batch = new RowBatch();
        foreach (var (key, value) in Values(500, false, 1))
            batch.Put(key, value);
        await store.CommitAsync(lease, batch, Cancellation);

        await using var newer = Store(other);
        var taken = await newer.OpenAsync(Partition, Cancellation);
        await newer.CommitAsync(taken, new RowBatch().Put(Key(0), "new"u8.ToArray()), Cancellation);

        await Should.ThrowAsync<StaleLeaseException>(async () => await store.CommitAsync(lease, new RowBatch(), Cancellation));
        (await newer.GetAsync(Partition, Key(0), Cancellation))!.Value.ToArray().ShouldBe("new"u8.ToArray());
        (await newer.ScanAsync(Partition, RowRange.StartingWith("row.", 1_000), Cancellation)).Count.ShouldBe(500);
    }

    /// <returns>Whether the commit was acknowledged.</returns>
    private async Task<bool> CommitUnderCut(
        AzureAccount account,
        FaultyWire wire,
        PartitionId partition,
        Dictionary<RowKey, byte[]> before,
        RowBatch changes,
        int request,
        bool afterSending)
    {
        await using var store = Store(account);
        var lease = await store.OpenAsync(partition, Cancellation);
        var first = new RowBatch();
        foreach (var (key, value) in before)
            first.Put(key, value);
        await store.CommitAsync(lease, first, Cancellation);

        // An empty commit is acknowledged after the rows of the one before are in place.
        await store.CommitAsync(lease, new RowBatch(), Cancellation);
        wire.CutAt(request, afterSending);
        try
        {
            await store.CommitAsync(lease, changes, Cancellation);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    /// <returns>Whether the commit is there.</returns>
    private async Task<bool> Check(
        PartitionId partition, Dictionary<RowKey, byte[]> before, Dictionary<RowKey, byte[]> after, bool acknowledged)
    {
        using var account = await AzuriteAccount.ConnectAsync(_options);
        await using var store = Store(account);
        var seenByReader = await Read(store, partition);
        await store.OpenAsync(partition, Cancellation);
        var seen = await Read(store, partition);
        seen.ShouldBe(seenByReader, "Opening the partition changes nothing that a reader sees.");
        var isThere = seen.SequenceEqual(Hexadecimal(after));
        if (!isThere)
            seen.ShouldBe(Hexadecimal(before));
        (acknowledged && !isThere).ShouldBeFalse("An acknowledged commit is lost.");
        var values = (isThere ? after : before).Values;
        (await Left(account.NewTableClient(), partition)).ShouldBe(values.Count(value => value.Length > StoredRow.ValueBytesMax));
        return isThere;
    }

    private static async Task<List<(string, string)>> Read(AzureGrainStore store, PartitionId partition)
    {
        var rows = await store.ScanAsync(partition, RowRange.StartingWith("row.", RowRange.LimitMax), Cancellation);
        return [.. rows.Select(row => ($"{row.Key}", Convert.ToHexString(row.Value.Span)))];
    }

    private static List<(string, string)> Hexadecimal(Dictionary<RowKey, byte[]> rows) =>
        [.. rows.OrderBy(row => row.Key).Select(row => ($"{row.Key}", Convert.ToHexString(row.Value)))];

    /// <summary>Rows of redo logs and tails.</summary>
    private static async Task<int> Left(TableClient table, PartitionId partition)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition.ToString()} and RowKey ge {"s"}");
        return await table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).CountAsync(Cancellation);
    }

    private static Dictionary<RowKey, byte[]> Values(int rows, bool withLongValues, int seed)
    {
        var random = new Random(seed);
        var values = new Dictionary<RowKey, byte[]>();
        for (var i = 0; i < rows; i++)
        {
            var value = new byte[withLongValues && i < 2 ? RowBatch.ValueBytesMax - i : 20];
            random.NextBytes(value);
            values.Add(Key(i), value);
        }

        return values;
    }

    /// <summary>Replaces every second row, a long one by a short one too; deletes some that are there and some that are not.</summary>
    private static RowBatch Changes(int rows, bool withLongValues)
    {
        var batch = new RowBatch();
        foreach (var (key, value) in Values(rows, withLongValues, 2).Where((_, i) => i % 2 == 1))
            batch.Put(key, value);
        batch.Put(Key(0), "short"u8.ToArray());
        batch.Delete(Key(2)).Delete(Key(rows)).Delete(Key(-1));
        return batch;
    }

    private static Dictionary<RowKey, byte[]> After(Dictionary<RowKey, byte[]> before, RowBatch changes)
    {
        var after = new Dictionary<RowKey, byte[]>(before);
        foreach (var (key, value) in changes.Rows)
        {
            if (value is { } put)
                after[key] = put.ToArray();
            else
                after.Remove(key);
        }

        return after;
    }

    private static RowKey Key(int number) => new($"row.{number + 10:X8}");

    /// <summary>Gives up at once.</summary>
    private AzureOptions Hasty() => new()
    {
        ConnectionString = _options.ConnectionString,
        Table = _options.Table,
        Container = _options.Container,
        RetriesMax = 1,
        RetryPauseMs = 1,
    };

    private AzureGrainStore Store(AzureAccount account) =>
        new(account.NewTableClient(), _options, azurite.Meter, TimeProvider.System, NullLogger<AzureGrainStore>.Instance);
}
