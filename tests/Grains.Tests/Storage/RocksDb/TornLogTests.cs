namespace OrleansLld.Storage.RocksDb;

/// <summary>Power failed while the last record of the log was being written: its end is missing or wrong.</summary>
public sealed class TornLogTests : IAsyncLifetime
{
    private const int Seed = 1;
    private const int Commits = 20;
    private const int Partition = 0;

    private readonly DatabaseDirectory _written = new();
    private long _lengthBeforeLast;
    private long _length;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var store = _written.Open();
        var lease = await store.OpenAsync(LoadCommit.PartitionOf(Partition), Cancellation);
        for (var number = 1; number <= Commits; number++)
        {
            _lengthBeforeLast = Log(_written.Path).Length;
            await store.CommitAsync(lease, new LoadCommit(Seed, Partition, number).Batch(), Cancellation);
        }

        _length = Log(_written.Path).Length;
    }

    public async ValueTask DisposeAsync() => await _written.DisposeAsync();

    [Fact]
    public async Task Cut_log_has_every_earlier_commit_and_the_last_one_or_not()
    {
        var lastRecord = (int)(_length - _lengthBeforeLast);
        var within = Enumerable.Range(1, 20).Select(i => i * lastRecord / 21);
        foreach (var cut in (int[])[.. Enumerable.Range(0, 11), .. within, lastRecord - 1, lastRecord])
        {
            var last = await LastAfter(log => log.SetLength(_length - cut));
            last.ShouldBe(cut == 0 ? Commits : Commits - 1, $"{cut} of {lastRecord} bytes cut off");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000)]
    public async Task Last_record_with_a_wrong_byte_counts_as_not_written(int fromEnd)
    {
        var last = await LastAfter(log => Flip(log, _length - fromEnd));

        last.ShouldBe(Commits - 1);
    }

    [Fact]
    public async Task Last_record_that_is_partly_zeros_counts_as_not_written()
    {
        var last = await LastAfter(log =>
        {
            log.Position = (_lengthBeforeLast + _length) / 2;
            log.Write(new byte[(int)(_length - log.Position)]);
        });

        last.ShouldBe(Commits - 1);
    }

    [Fact]
    public async Task Damage_before_acknowledged_commits_is_refused_until_the_operator_accepts_their_loss()
    {
        for (var at = 20L; at < _lengthBeforeLast; at += _lengthBeforeLast / 37)
        {
            await using var copy = Copy();
            using (var log = Log(copy.Path).Open(FileMode.Open, FileAccess.ReadWrite))
                Flip(log, at);

            Should.Throw<CorruptStorageException>(() => copy.Open(), $"byte {at} of {_length}");
            await using var store = copy.Open(acceptDamagedLog: true);
            var last = await LoadCommit.LastAsync(store, Partition);
            last.ShouldBeLessThan(Commits);
            await CheckRows(store, last);
        }
    }

    /// <summary>The last commit that a copy with a damaged log holds, after it was seen to be whole and to take further commits.</summary>
    private async Task<long> LastAfter(Action<FileStream> damage)
    {
        await using var copy = Copy();
        using (var log = Log(copy.Path).Open(FileMode.Open, FileAccess.ReadWrite))
            damage(log);

        await using var store = copy.Open();
        var last = await LoadCommit.LastAsync(store, Partition);
        await CheckRows(store, last);
        var lease = await store.OpenAsync(LoadCommit.PartitionOf(Partition), Cancellation);
        lease.Epoch.ShouldBe(2);
        await store.CommitAsync(lease, new LoadCommit(Seed, Partition, last + 1).Batch(), Cancellation);
        await CheckRows(store, last + 1);
        return last;
    }

    private DatabaseDirectory Copy()
    {
        var copy = new DatabaseDirectory();
        foreach (var file in Directory.GetFiles(_written.Path))
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        return copy;
    }

    private static void Flip(FileStream log, long at)
    {
        log.Position = at;
        var right = log.ReadByte();
        log.Position--;
        log.WriteByte((byte)(right ^ 0x10));
    }

    private static async Task CheckRows(RocksDbGrainStore store, long last)
    {
        var range = RowRange.StartingWith("row.", RowRange.LimitMax);
        var rows = await store.ScanAsync(LoadCommit.PartitionOf(Partition), range, Cancellation);
        rows.Select(row => (row.Key.ToString(), Convert.ToHexString(row.Value.Span)))
            .ShouldBe(new LoadCommit(Seed, Partition, last).Expected());
    }

    private static FileInfo Log(string directory) => new DirectoryInfo(directory).GetFiles("*.log").Single();
}
