using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage;

/// <summary>What memory the blob store takes while large blobs stream through it.</summary>
internal static class BlobMemory
{
    private const int Clients = 16;

    public static async Task Run(int mib, string folder, CancellationToken cancellationToken)
    {
        Report.Begin("Blobs in files: memory while they stream");
        var root = Directory.CreateDirectory(Path.Combine(folder, $"orleanslld-blobs-{Guid.NewGuid():N}")).FullName;
        try
        {
            using var store = new FileBlobStore(root, threads: 16, new DiskHealth("blobs", NullLogger<DiskHealth>.Instance));
            var bytes = (long)mib << 20;
            await Write(store, "warm-up", 1 << 20, cancellationToken);
            await Read(store, "warm-up", 1 << 20, cancellationToken);
            var rows = new List<IReadOnlyList<string>>
            {
                await Measure("writing", client => Write(store, $"{client}", bytes, cancellationToken)),
                await Measure("reading", client => Read(store, $"{client}", bytes, cancellationToken)),
            };
            Console.WriteLine($"{Clients} clients, each with one blob of {Report.Count(mib)} MiB that is made up as it streams.");
            Console.WriteLine();
            Report.Table(["", "MB/s", "working set before, MiB", "at most", "more"], [.. rows]);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        async Task<IReadOnlyList<string>> Measure(string name, Func<int, Task> call)
        {
            Report.Progress(name);
            GC.Collect();
            var (before, most, started) = (Environment.WorkingSet, 0L, Stopwatch.GetTimestamp());
            var calls = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => call(client), cancellationToken)));
            while (!calls.IsCompleted)
            {
                most = Math.Max(most, Environment.WorkingSet);
                await Task.WhenAny(calls, Task.Delay(20, cancellationToken));
            }

            await calls;
            var rate = Clients * (double)mib * (1 << 20) / Stopwatch.GetElapsedTime(started).TotalSeconds / 1_000_000;
            return [name, Report.Count(rate), Report.Count(before >> 20), Report.Count(most >> 20), Report.Count((most - before) >> 20)];
        }
    }

    private static async Task Write(FileBlobStore store, string id, long bytes, CancellationToken cancellationToken) =>
        await store.WriteAsync(new BlobId(id), new MadeUpStream(bytes), cancellationToken);

    private static async Task Read(FileBlobStore store, string id, long bytes, CancellationToken cancellationToken)
    {
        await using var content = await store.ReadAsync(new BlobId(id), 0, null, cancellationToken);
        var expected = new MadeUpStream(bytes);
        var (read, made) = (new byte[64 << 10], new byte[64 << 10]);
        while (await content!.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, cancellationToken) is var count && count > 0)
        {
            expected.ReadExactly(made.AsSpan(0, count));
            if (!read.AsSpan(0, count).SequenceEqual(made.AsSpan(0, count)))
                throw new InvalidDataException($"{id} is not what was written.");
        }

        if (expected.Left != 0)
            throw new InvalidDataException($"{id} lacks {expected.Left} bytes.");
    }
}
