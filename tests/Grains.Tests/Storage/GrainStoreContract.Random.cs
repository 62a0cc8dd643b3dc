namespace OrleansLld.Storage;

public abstract partial class GrainStoreContract
{
    private static readonly string[] KeyParts = ["a", "aa", "b", "~", " ", "a.", "row.1", "row.12", "Z", "-"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task Random_operations_agree_with_a_naive_model(int seed) => RunRandomly(seed);

    [Fact]
    public Task Random_operations_of_a_new_seed_agree_with_a_naive_model() => RunRandomly(Random.Shared.Next());

    private async Task RunRandomly(int seed)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var model = new NaiveStore();
        for (var step = 0; step < RandomSteps; step++)
        {
            var what = $"seed {seed}, step {step}";
            var partition = new PartitionId("random", KeyParts[random.Next(4)]);
            switch (random.Next(20))
            {
                case 0 when random.Next(4) == 0:
                    await RestartAsync();
                    break;
                case < 2:
                    (await Open(partition)).Epoch.ShouldBe(model.Open(partition), what);
                    break;
                case < 10:
                    await CommitRandomly(random, model, partition, what);
                    break;
                case < 14:
                    var key = RandomKey(random);
                    var value = await Store.GetAsync(partition, key, Cancellation);
                    (value is { } bytes ? Convert.ToHexString(bytes.Span) : null).ShouldBe(model.Get(partition, key), what);
                    break;
                default:
                    var range = RandomRange(random);
                    var rows = await Store.ScanAsync(partition, range, Cancellation);
                    rows.Select(row => (row.Key, Convert.ToHexString(row.Value.Span))).ShouldBe(model.Scan(partition, range), what);
                    break;
            }
        }
    }

    private async Task CommitRandomly(Random random, NaiveStore model, PartitionId partition, string what)
    {
        var lease = new PartitionLease(partition, Math.Max(0, model.Epoch(partition) - random.Next(8) / 7));
        var batch = new RowBatch();
        for (var i = random.Next(6); i > 0; i--)
        {
            var value = new byte[random.Next(random.Next(200) == 0 ? 100_000 : 50)];
            random.NextBytes(value);
            _ = random.Next(3) == 0 ? batch.Delete(RandomKey(random)) : batch.Put(RandomKey(random), value);
        }

        if (model.Commit(lease, batch))
            await Commit(lease, batch);
        else
            await Should.ThrowAsync<StaleLeaseException>(() => Commit(lease, batch), what);
    }

    private static RowRange RandomRange(Random random) =>
        new(RandomKey(random), RandomKey(random), 1 + random.Next(random.Next(2) == 0 ? 3 : 100), (ScanOrder)random.Next(2));

    private static RowKey RandomKey(Random random) =>
        new(string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => KeyParts[random.Next(KeyParts.Length)])));

    /// <summary>The same promises in the plainest way; values as hexadecimal text.</summary>
    private sealed class NaiveStore
    {
        private readonly Dictionary<PartitionId, long> _epochs = [];
        private readonly Dictionary<(PartitionId, RowKey), string> _rows = [];

        public long Epoch(PartitionId partition) => _epochs.GetValueOrDefault(partition);

        public long Open(PartitionId partition) => _epochs[partition] = Epoch(partition) + 1;

        public bool Commit(PartitionLease lease, RowBatch batch)
        {
            if (lease.Epoch != Epoch(lease.Partition) || lease.Epoch == 0)
                return false;
            foreach (var (key, value) in batch.Rows)
            {
                _rows.Remove((lease.Partition, key));
                if (value is { } bytes)
                    _rows.Add((lease.Partition, key), Convert.ToHexString(bytes.Span));
            }

            return true;
        }

        public string? Get(PartitionId partition, RowKey key) => _rows.GetValueOrDefault((partition, key));

        public IEnumerable<(RowKey, string)> Scan(PartitionId partition, RowRange range)
        {
            var inside = _rows.Where(row => row.Key.Item1 == partition && row.Key.Item2 >= range.From && row.Key.Item2 < range.To);
            var sorted = inside.Select(row => (row.Key.Item2, row.Value)).OrderBy(row => row.Item1.ToString(), StringComparer.Ordinal);
            return (range.Order == ScanOrder.Ascending ? sorted : sorted.Reverse()).Take(range.Limit);
        }
    }
}
