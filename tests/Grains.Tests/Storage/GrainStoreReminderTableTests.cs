using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

public sealed class GrainStoreReminderTableTests : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("type", "key");
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly VolatileGrainStore _store = new();
    private readonly GrainStoreReminderTable _table;

    public GrainStoreReminderTableTests() => _table = new GrainStoreReminderTable(_store);

    public async ValueTask InitializeAsync() => await _table.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _table.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Reminder_is_read_back()
    {
        var etag = await Upsert(Grain, "due/soon");
        var read = (await _table.ReadRow(Grain, "due/soon")).ShouldNotBeNull();

        read.GrainId.ShouldBe(Grain);
        read.ReminderName.ShouldBe("due/soon");
        read.StartAt.ShouldBe(Start);
        read.StartAt.Kind.ShouldBe(DateTimeKind.Utc);
        read.Period.ShouldBe(TimeSpan.FromMinutes(7));
        read.ETag.ShouldBe(etag.ShouldNotBeNull());
        (await _table.ReadRow(Grain, "other")).ShouldBeNull();
    }

    [Fact]
    public async Task Reminders_of_one_grain_are_its_own()
    {
        await Upsert(Grain, "a");
        await Upsert(Grain, "b");
        await Upsert(GrainId.Create("type", "key2"), "c");
        await Upsert(GrainId.Create("type", "key~"), "d");

        (await _table.ReadRows(Grain)).Reminders.Select(entry => entry.ReminderName).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Each_hash_range_holds_the_reminders_of_its_grains()
    {
        var grains = Enumerable.Range(0, 200).Select(i => GrainId.Create("type", $"{i}")).ToArray();
        foreach (var grain in grains)
            await Upsert(grain, "r");
        var hashes = grains.Select(grain => grain.GetUniformHashCode()).Order().ToArray();
        uint[] edges = [0, 1, hashes[0], hashes[50], hashes[50] + 1, hashes[150], hashes[^1], uint.MaxValue - 1, uint.MaxValue];

        foreach (var begin in edges)
        {
            foreach (var end in edges)
            {
                var read = await _table.ReadRows(begin, end);
                var expected = hashes.Where(hash => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end);
                read.Reminders.Select(entry => entry.GrainId.GetUniformHashCode()).Order().ShouldBe(expected, $"({begin}, {end}]");
            }
        }
    }

    [Fact]
    public async Task Reminder_is_removed_only_with_its_own_version()
    {
        var old = await Upsert(Grain, "a");
        var etag = await Upsert(Grain, "a");
        etag.ShouldNotBe(old);

        (await _table.RemoveRow(Grain, "a", old!)).ShouldBeFalse();
        (await _table.ReadRow(Grain, "a")).ShouldNotBeNull();
        (await _table.RemoveRow(Grain, "a", etag!)).ShouldBeTrue();
        (await _table.ReadRow(Grain, "a")).ShouldBeNull();
        (await _table.RemoveRow(Grain, "a", etag!)).ShouldBeFalse();
    }

    [Fact]
    public async Task Second_silo_takes_turns_with_the_first()
    {
        using var second = new GrainStoreReminderTable(_store);
        await second.StartAsync(TestContext.Current.CancellationToken);
        var etag = await Upsert(Grain, "a");
        (await second.RemoveRow(Grain, "a", etag!)).ShouldBeTrue();
        await Upsert(Grain, "b");

        (await second.ReadRows(Grain)).Reminders.Select(entry => entry.ReminderName).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Failed_change_is_reported_and_the_next_one_works()
    {
        _store.Faults.FailNext(StoreOperation.Commit);
        await Should.ThrowAsync<StorageUnavailableException>(() => Upsert(Grain, "a"));
        await Upsert(Grain, "b");

        (await _table.ReadRows(Grain)).Reminders.Select(entry => entry.ReminderName).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Cleared_table_is_empty()
    {
        for (var i = 0; i < 10; i++)
            await Upsert(GrainId.Create("type", $"{i}"), "r");
        await _table.TestOnlyClearTable();

        (await _table.ReadRows(0, 0)).Reminders.ShouldBeEmpty();
    }

    private Task<string?> Upsert(GrainId grain, string name) =>
        _table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = name, StartAt = Start, Period = TimeSpan.FromMinutes(7) });
}
