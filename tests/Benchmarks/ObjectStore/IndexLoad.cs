using System.Diagnostics;
using System.Globalization;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>A bucket's index of so many keys in partitions of equal size, and the calls on it.</summary>
internal sealed class IndexLoad
{
    public const int FolderKeys = 1_000;
    public const int Bytes = 100;
    public const int AtATime = 256;

    // Visits every place once in an order that is none, as it shares no factor with a count of keys.
    private const long Stride = 1_000_000_007;

    private static readonly ObjectOwner Owner = new(new AccountId(1), "owner");

    private readonly Random _random = new(1);
    private readonly IGrainFactory _grains;
    private readonly List<int> _first;
    private int _writes;

    public IndexLoad(IGrainFactory grains, int keys, int partitionKeys)
    {
        (_grains, Keys) = (grains, keys);
        var count = (keys + partitionKeys - 1) / partitionKeys;
        _first = [.. Enumerable.Range(0, count).Select(partition => (int)((long)keys * partition / count))];
    }

    public int Keys { get; }

    /// <summary>Puts every key once, many at a time.</summary>
    public async Task Fill(CancellationToken cancellationToken)
    {
        for (var partition = 0; partition < _first.Count; partition++)
        {
            var end = partition + 1 < _first.Count ? KeyAt(_first[partition + 1]) : "";
            var open = new PartitionStep.Open("bucket", partition == 0 ? "" : KeyAt(_first[partition]), end);
            await Partition(partition).Move(open, cancellationToken);
        }

        await Put(Keys, place => (int)(place * Stride % Keys), cancellationToken);
    }

    /// <summary>Overwrites keys, one at a time.</summary>
    public Task<Percentiles> Puts(int calls, CancellationToken cancellationToken) =>
        Each(calls, place => PartitionOf(place).Put(PutOf(place), cancellationToken));

    /// <summary>Overwrites keys, many at a time.</summary>
    public async Task<double> PutsPerSecond(int calls, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await Put(calls, place => (int)((place + 17) * Stride % Keys), cancellationToken);
        return calls / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public Task<Percentiles> Finds(int calls, CancellationToken cancellationToken) =>
        Each(calls, place => PartitionOf(place).Find(new FindObject(new ObjectKey(KeyAt(place)), null), cancellationToken));

    /// <summary>Pages that begin anywhere, and end in their partition.</summary>
    public Task<Percentiles> Lists(int calls, int limit, string delimiter, CancellationToken cancellationToken) =>
        Each(calls, place =>
        {
            var partition = _first.FindLastIndex(first => first <= place);
            var end = partition + 1 < _first.Count ? _first[partition + 1] : Keys;
            var entries = delimiter.Length == 0 ? limit : limit * FolderKeys;
            var from = Math.Max(_first[partition], Math.Min(place, end - entries - 1));
            var query = new ListObjects(ListingKind.Objects, "", delimiter, KeyAt(from), null, false, limit);
            return Partition(partition).List(query, cancellationToken);
        });

    /// <summary>Moves half of the last partition's keys to a new one.</summary>
    public async Task<(int Keys, TimeSpan SealedFor, TimeSpan RemovedIn)> SplitLast(CancellationToken cancellationToken)
    {
        var (source, target) = (_first.Count - 1, _first.Count);
        var at = KeyAt((_first[source] + Keys) / 2);
        var started = Stopwatch.GetTimestamp();
        await Partition(source).Move(new PartitionStep.Seal(at), cancellationToken);
        await Partition(target).Move(new PartitionStep.Adopt("bucket", IdOf(source), at, ""), cancellationToken);
        var adopted = Stopwatch.GetTimestamp();
        await Partition(source).Move(new PartitionStep.Drop(IdOf(target), at), cancellationToken);
        return (Keys - ((_first[source] + Keys) / 2), Stopwatch.GetElapsedTime(started, adopted), Stopwatch.GetElapsedTime(adopted));
    }

    private async Task Put(int calls, Func<long, int> placeOf, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => Task.Run(Work, cancellationToken)));

        async Task Work()
        {
            for (var i = Interlocked.Increment(ref next); i < calls; i = Interlocked.Increment(ref next))
            {
                var place = placeOf(i);
                var reply = await PartitionOf(place).Put(PutOf(place), cancellationToken);
                if (reply.Outcome != WriteOutcome.Done)
                    throw new InvalidOperationException($"{KeyAt(place)}: {reply.Outcome}");
            }
        }
    }

    private async Task<Percentiles> Each<T>(int calls, Func<int, Task<T>> call)
    {
        var times = new long[calls];
        for (var i = 0; i < calls; i++)
        {
            var place = _random.Next(Keys);
            var started = Stopwatch.GetTimestamp();
            await call(place);
            times[i] = Stopwatch.GetTimestamp() - started;
        }

        return new Percentiles(times);
    }

    private static string KeyAt(int place) =>
        string.Create(CultureInfo.InvariantCulture, $"folder-{place / FolderKeys:D6}/object-{place % FolderKeys:D4}.jpg");

    private PutObject PutOf(int place) => new(
        new ObjectKey(KeyAt(place)), $"write-{Interlocked.Increment(ref _writes)}", new ObjectContent.Inline(new byte[Bytes]),
        new ObjectDescription(
            Owner, Bytes, "6d0bb00954ceb7fbee436bb55a8397a9", [new Tag("content-type", "image/jpeg")], [], [], [],
            new ObjectChecksum(ChecksumAlgorithm.Crc64Nvme, ChecksumType.FullObject, "AAAAAAAAAAA="), ""),
        WriteCondition.None, VersioningState.Off, null, []);

    private IIndexPartitionGrain PartitionOf(int place) => Partition(_first.FindLastIndex(first => first <= place));

    private IIndexPartitionGrain Partition(int number) => _grains.GetGrain<IIndexPartitionGrain>(IdOf(number).ToString());

    private static IndexPartitionId IdOf(int number) => new("benchmark0000001", number + 1);
}
