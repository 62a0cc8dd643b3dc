using System.CommandLine;

namespace OrleansLld.Storage;

/// <summary><c>durable-commits</c>: commits that are durable before their answer, ours beside PostgreSQL's and Redis's.</summary>
internal static class DurableCommitsBenchmark
{
    private static readonly CommitLoad[] Loads = [new(1, 1), new(16, 1), new(64, 1), new(4, 1_000)];

    public static Command Command()
    {
        var seconds = new Option<int>("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 5 };
        var port = new Option<int>("--port") { Description = "The first of two free ports", DefaultValueFactory = _ => 18_540 };
        var command = new Command("durable-commits", "Our stores beside PostgreSQL and Redis")
        {
            seconds,
            port,
        };
        command.SetAction((arguments, token) => Run(arguments.GetValue(seconds), arguments.GetValue(port), token));
        return command;
    }

    private static async Task Run(int seconds, int port, CancellationToken cancellationToken)
    {
        Report.Begin("Durable commits: synced before they are acknowledged");
        var columns = new List<string> { "store" };
        var rows = new List<IReadOnlyList<string>>();
        var subjects = new (string Name, Func<string, Task<ICommitSubject>> Start)[]
        {
            ("our RocksDB store", folder => Task.FromResult<ICommitSubject>(StoreSubject.OnRocksDb(folder))),
            ("our Azure store, on Azurite", async _ => await StoreSubject.OnAzurite(cancellationToken)),
            ("PostgreSQL, fsync and synchronous_commit on", async folder => await PostgresSubject.Start(folder, port, cancellationToken)),
            ("Redis, appendfsync always", async folder => await RedisSubject.Start(folder, port + 1, cancellationToken)),
        };
        foreach (var (name, start) in subjects)
        {
            var folder = Directory.CreateTempSubdirectory("orleanslld-commits-").FullName;
            try
            {
                await using var subject = await start(folder);
                foreach (var load in Loads)
                {
                    Report.Progress($"{name}: {load}");
                    var result = await subject.Measure(load, seconds, cancellationToken);
                    rows.Add([
                        name, load.ToString(), Report.Count(result.CommitsPerSecond), Report.Count(result.CommitsPerSecond * load.Records),
                        Report.Decimal(result.P50Ms), Report.Decimal(result.P99Ms)]);
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        columns.AddRange(["writers × records a commit", "commits/s", "records/s", "p50 ms", "p99 ms"]);
        Console.WriteLine($"Records of {CommitLoad.RecordBytes} bytes, one disk, one after the other, {seconds} s each.");
        Console.WriteLine();
        Report.Table(columns, [.. rows.OrderBy(row => Array.FindIndex(Loads, load => load.ToString() == row[1]))]);
    }
}

/// <summary>So many writers, each waiting for its commit before the next.</summary>
internal sealed record CommitLoad(int Writers, int Records)
{
    public const int RecordBytes = 64;

    public override string ToString() => $"{Writers} × {Records}";
}

/// <summary>What a load came to.</summary>
internal readonly record struct CommitResult(double CommitsPerSecond, double P50Ms, double P99Ms);

/// <summary>A store that commits durably.</summary>
internal interface ICommitSubject : IAsyncDisposable
{
    Task<CommitResult> Measure(CommitLoad load, int seconds, CancellationToken cancellationToken);
}
