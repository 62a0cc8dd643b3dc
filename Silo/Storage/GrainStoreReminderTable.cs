using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Storage;

/// <summary>
/// Orleans' reminders over <see cref="IGrainStore"/>: one partition, a row per reminder, sorted by the hash of its grain because
/// each silo reads a range of hashes.
/// </summary>
/// <remarks>
/// Meant for one silo. Several may share it (whoever opened the partition last writes; the others are refused, open it in turn
/// and try again), but pay for it with each change of hands.
/// </remarks>
internal sealed class GrainStoreReminderTable(IGrainStore store) : IReminderTable, IDisposable
{
    private const int RowsAPage = 1_000;
    private const int AttemptsMax = 5;

    /// <summary>Greater than every hash in hexadecimal digits.</summary>
    private const string HashesEnd = "G";

    private static readonly PartitionId Partition = new("orleans.reminders", "all");

    private readonly SemaphoreSlim _turn = new(1);
    private PartitionLease? _lease;
    private long _changes;

    public Task StartAsync(CancellationToken cancellationToken) => ChangeAsync((_, _) => Task.FromResult(true));

    public async Task<ReminderTableData> ReadRows(GrainId grainId)
    {
        var prefix = PrefixOf(grainId);
        return new ReminderTableData(await ReadAsync(prefix, RowKey.After(prefix).ToString()));
    }

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        if (begin < end)
            return new ReminderTableData(await ReadAsync(After(begin), After(end)));
        return new ReminderTableData([.. await ReadAsync(After(begin), HashesEnd), .. await ReadAsync(After(null), After(end))]);
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        await store.GetAsync(Partition, KeyOf(grainId, reminderName), CancellationToken.None) is { } row ? Parse(row) : null;

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        string? etag = null;
        await ChangeAsync((lease, batch) =>
        {
            etag = string.Create(CultureInfo.InvariantCulture, $"{lease.Epoch}.{++_changes}");
            var row = new StoredReminder($"{entry.GrainId}", entry.ReminderName, entry.StartAt, entry.Period, etag);
            batch.Put(KeyOf(entry.GrainId, entry.ReminderName), JsonSerializer.SerializeToUtf8Bytes(row));
            return Task.FromResult(true);
        });
        return etag;
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => ChangeAsync(async (_, batch) =>
    {
        if ((await ReadRow(grainId, reminderName))?.ETag != eTag)
            return false;
        batch.Delete(KeyOf(grainId, reminderName));
        return true;
    });

    public Task TestOnlyClearTable() => ChangeAsync(async (_, batch) =>
    {
        foreach (var entry in await ReadAsync(After(null), HashesEnd))
            batch.Delete(KeyOf(entry.GrainId, entry.ReminderName));
        return true;
    });

    public void Dispose() => _turn.Dispose();

    /// <summary>
    /// Lets one change after the other read what it needs and fill a batch, and commits that. Even an empty commit proves that
    /// nobody else changed the table since it was read.
    /// </summary>
    private async Task<bool> ChangeAsync(Func<PartitionLease, RowBatch, Task<bool>> change)
    {
        await _turn.WaitAsync();
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    _lease ??= await store.OpenAsync(Partition, CancellationToken.None);
                    var batch = new RowBatch();
                    var made = await change(_lease, batch);
                    await store.CommitAsync(_lease, batch, CancellationToken.None);
                    return made;
                }
                catch (StaleLeaseException) when (attempt < AttemptsMax)
                {
                    _lease = null;
                }
            }
        }
        catch
        {
            _lease = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private ValueTask<List<ReminderEntry>> ReadAsync(string from, string to)
    {
        var range = new RowRange(new RowKey(from), new RowKey(to), RowsAPage);
        return store.ScanAllAsync(Partition, range, CancellationToken.None).Select(row => Parse(row.Value)).ToListAsync();
    }

    private static RowKey KeyOf(GrainId grainId, string reminderName) => new($"{PrefixOf(grainId)}{EscapedName.Of(reminderName)}");

    private static string PrefixOf(GrainId grainId) =>
        $"{HashText(grainId.GetUniformHashCode())}.{EscapedName.Of(grainId.ToString())}~~";

    /// <summary>The least key of a greater hash than this, or of any.</summary>
    private static string After(uint? hash) => hash == uint.MaxValue ? HashesEnd : HashText(hash + 1 ?? 0);

    private static string HashText(uint hash) => hash.ToString("X8", CultureInfo.InvariantCulture);

    private static ReminderEntry Parse(ReadOnlyMemory<byte> row)
    {
        var stored = JsonSerializer.Deserialize<StoredReminder>(row.Span)
            ?? throw new CorruptStorageException("A reminder's row holds nothing.");
        return new ReminderEntry
        {
            GrainId = GrainId.Parse(stored.Grain, CultureInfo.InvariantCulture),
            ReminderName = stored.Name,
            StartAt = stored.StartAt,
            Period = stored.Period,
            ETag = stored.ETag,
        };
    }

    private sealed record StoredReminder(string Grain, string Name, DateTime StartAt, TimeSpan Period, string ETag);
}
