using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary><c>index</c>: puts, finds and listings of a bucket's index as it grows, through its grains, on RocksDB.</summary>
internal sealed class IndexBenchmark
{
    private const int ListedKeys = 1_000;
    private const int ListedFolders = 10;

    private readonly Option<int[]> _keys = new("--keys")
    {
        Description = "How many keys the bucket has, one table row each",
        DefaultValueFactory = _ => [10_000, 1_000_000, 10_000_000],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _partitionKeys = new("--partition-keys")
    {
        Description = "Keys of one partition at most",
        DefaultValueFactory = _ => 200_000,
    };

    private readonly Option<int> _calls = new("--calls") { Description = "Calls of each kind", DefaultValueFactory = _ => 2_000 };
    private readonly Option<int> _port = new("--port") { Description = "The first of two free ports", DefaultValueFactory = _ => 18_580 };

    public static Command Command()
    {
        var it = new IndexBenchmark();
        var command = new Command("index", "Puts, finds and listings through IIndexPartitionGrain in one process, on RocksDB")
        {
            it._keys, it._partitionKeys, it._calls, it._port,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (calls, partitionKeys) = (arguments.GetValue(_calls), arguments.GetValue(_partitionKeys));
        Report.Begin("The index of a bucket that grows: RocksDB, synced before the answer");
        var (rows, moves) = (new List<IReadOnlyList<string>>(), new List<IReadOnlyList<string>>());
        foreach (var keys in arguments.GetValue(_keys)!)
        {
            var folder = Directory.CreateTempSubdirectory("orleanslld-index-").FullName;
            try
            {
                using var host = Silo(folder, arguments.GetValue(_port));
                await host.StartAsync(cancellationToken);
                var load = new IndexLoad(host.Services.GetRequiredService<IGrainFactory>(), keys, partitionKeys);
                rows.Add(await Row(load, calls, cancellationToken));
                moves.Add(await Split(load, cancellationToken));
                await host.StopAsync(cancellationToken);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Console.WriteLine(
            $"Partitions of {Report.Count(partitionKeys)} keys at most, {IndexLoad.FolderKeys} keys a folder, objects of {IndexLoad.Bytes} "
            + $"bytes in their rows. Puts, finds and listings one at a time, {Report.Count(calls)} of each; client and silo share the "
            + "process.");
        Console.WriteLine();
        Report.Table(
            ["keys", "loaded/s", "put p50 ms", "put p99 ms", $"puts/s, {IndexLoad.AtATime} at a time", "find p50 ms", "find p99 ms",
                $"list {Report.Count(ListedKeys)} keys p50 ms", "p99 ms", $"list {ListedFolders} folders p50 ms", "p99 ms"],
            rows);
        Report.Table(["keys that a split moved", "sealed for ms", "then removed in ms"], moves);
    }

    private static IHost Silo(string folder, int port)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Data"] = folder });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(port, port + 1).AddGrainStore().AddObjectStore());
        return builder.Build();
    }

    private static async Task<IReadOnlyList<string>> Row(IndexLoad load, int calls, CancellationToken cancellationToken)
    {
        Report.Progress($"Loading {Report.Count(load.Keys)} keys");
        var started = Stopwatch.GetTimestamp();
        await load.Fill(cancellationToken);
        var loaded = load.Keys / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Report.Progress("Measuring");
        // The first calls find caches empty and code that is not compiled.
        await load.Puts(calls / 2, cancellationToken);
        await load.Finds(calls / 2, cancellationToken);
        await load.Lists(calls / 4, ListedKeys, "", cancellationToken);
        var puts = await load.Puts(calls, cancellationToken);
        var perSecond = await load.PutsPerSecond(calls * 10, cancellationToken);
        var finds = await load.Finds(calls, cancellationToken);
        var lists = await load.Lists(calls / 4, ListedKeys, "", cancellationToken);
        var folders = await load.Lists(calls / 4, ListedFolders, "/", cancellationToken);
        return
        [
            Report.Count(load.Keys), Report.Count(loaded), Report.Decimal(puts.Ms(0.5)), Report.Decimal(puts.Ms(0.99)),
            Report.Count(perSecond), Report.Decimal(finds.Ms(0.5)), Report.Decimal(finds.Ms(0.99)), Report.Decimal(lists.Ms(0.5)),
            Report.Decimal(lists.Ms(0.99)), Report.Decimal(folders.Ms(0.5)), Report.Decimal(folders.Ms(0.99)),
        ];
    }

    private static async Task<IReadOnlyList<string>> Split(IndexLoad load, CancellationToken cancellationToken)
    {
        var (keys, sealedFor, removedIn) = await load.SplitLast(cancellationToken);
        return [Report.Count(keys), Report.Count(sealedFor.TotalMilliseconds), Report.Count(removedIn.TotalMilliseconds)];
    }
}
