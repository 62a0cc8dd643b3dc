using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage;

/// <summary><c>blobs</c>: bytes that are durable before their answer, and bytes read back, ours beside files written by hand.</summary>
internal static class BlobsBenchmark
{
    private static readonly BlobLoad[] Loads = [new(16, 64 << 10), new(16, 1 << 20), new(16, 8 << 20), new(1, 8 << 20)];

    private static readonly string Temporary = Path.GetTempPath();

    public static Command Command()
    {
        var seconds = new Option<int>("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 3 };
        var folder = new Option<string>("--folder") { Description = "Where the files go", DefaultValueFactory = _ => Temporary };
        var streamed = new Option<int>("--stream-mib") { Description = "Instead: the memory while 16 clients stream blobs of so many MiB" };
        var command = new Command("blobs", "Our blob store beside plain synced files") { seconds, folder, streamed };
        command.SetAction((arguments, token) => arguments.GetValue(streamed) is var mib and > 0
            ? BlobMemory.Run(mib, arguments.GetValue(folder)!, token)
            : Run(arguments.GetValue(seconds), arguments.GetValue(folder)!, token));
        return command;
    }

    private static async Task Run(int seconds, string folder, CancellationToken cancellationToken)
    {
        Report.Begin("Blobs in files: synced before they are acknowledged");
        Console.WriteLine($"Each load for {seconds} s. By hand: a thread a writer, one FileStream a blob, Flush(true), nothing else.");
        Console.WriteLine();
        var rows = new List<IReadOnlyList<string>>();
        foreach (var load in Loads)
        {
            Report.Progress($"{load}");
            var root = Directory.CreateDirectory(Path.Combine(folder, $"orleanslld-blobs-{Guid.NewGuid():N}")).FullName;
            try
            {
                var health = new DiskHealth("blobs", NullLogger<DiskHealth>.Instance);
                using var store = new FileBlobStore(Path.Combine(root, "blobs"), threads: 16, health);
                var puts = await load.Measure(seconds, (writer, number) => Put(store, load, writer, number, cancellationToken));
                var gets = await load.Measure(seconds, (writer, number) => Get(store, writer, number % puts.Least, cancellationToken));
                var plain = Directory.CreateDirectory(Path.Combine(root, "plain")).FullName;
                var byHand = await load.Measure(seconds, (writer, number) => PutByHand(Path.Combine(plain, $"{writer}-{number}"), load));
                rows.Add([load.ToString(), .. puts.Row(load), .. gets.Row(load), .. byHand.Row(load)]);
            }
            finally
            {
                Directory.Delete(root, recursive: true);
            }
        }

        Report.Table(
            [
                "clients × bytes", "puts/s", "put MB/s", "p99 ms", "gets/s", "get MB/s", "p99 ms", "by hand: puts/s", "put MB/s", "p99 ms",
            ],
            [.. rows]);
    }

    private static async Task Put(FileBlobStore store, BlobLoad load, int writer, int number, CancellationToken cancellationToken) =>
        await store.WriteAsync(Id(writer, number), new MemoryStream(load.Content), cancellationToken);

    private static async Task Get(FileBlobStore store, int writer, int number, CancellationToken cancellationToken)
    {
        await using var blob = await store.ReadAsync(Id(writer, number), 0, null, cancellationToken);
        await blob!.CopyToAsync(Stream.Null, cancellationToken);
    }

    private static Task PutByHand(string path, BlobLoad load)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(load.Content);
        file.Flush(flushToDisk: true);
        return Task.CompletedTask;
    }

    private static BlobId Id(int writer, int number) => new($"{writer}-{number}");
}

/// <summary>So many clients, each with one blob of so many bytes at a time.</summary>
internal sealed record BlobLoad(int Clients, int Bytes)
{
    public byte[] Content { get; } = Random(Bytes);

    public override string ToString() => $"{Clients} × {(Bytes < 1 << 20 ? $"{Bytes >> 10} KiB" : $"{Bytes >> 20} MiB")}";

    public async Task<BlobResult> Measure(int seconds, Func<int, int, Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        var until = started + (seconds * Stopwatch.Frequency);
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Factory.StartNew(
            () => Repeat(client, until, call), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        return new BlobResult(
            new Percentiles(times.SelectMany(it => it)), Stopwatch.GetElapsedTime(started).TotalSeconds, times.Min(it => it.Count));
    }

    private static async Task<List<long>> Repeat(int client, long until, Func<int, int, Task> call)
    {
        var times = new List<long>();
        for (var number = 0; Stopwatch.GetTimestamp() < until; number++)
        {
            var started = Stopwatch.GetTimestamp();
            await call(client, number);
            times.Add(Stopwatch.GetTimestamp() - started);
        }

        return times;
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}

/// <summary>What a load came to.</summary>
/// <param name="Times">Of each call.</param>
/// <param name="Seconds">Of all of it.</param>
/// <param name="Least">The calls of the client that made the fewest.</param>
internal sealed record BlobResult(Percentiles Times, double Seconds, int Least)
{
    public IEnumerable<string> Row(BlobLoad load) =>
    [
        Report.Count(Times.Count / Seconds),
        Report.Count(Times.Count * (double)load.Bytes / Seconds / 1_000_000),
        Report.Decimal(Times.Ms(0.99)),
    ];
}
