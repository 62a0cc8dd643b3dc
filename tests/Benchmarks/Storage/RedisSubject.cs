using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace OrleansLld.Storage;

/// <summary>Redis with its append-only file synced before each answer, loaded by its own redis-benchmark.</summary>
internal sealed class RedisSubject(Process server, int port) : ICommitSubject
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(10);

    public static async Task<ICommitSubject> Start(string folder, int port, CancellationToken cancellationToken)
    {
        var server = PeerProcess.Start([
            PeerProcess.Find("redis-server"), "--bind", "127.0.0.1", "--port", $"{port}", "--dir", folder, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always", "--logfile", Path.Combine(folder, "log")]);
        await UntilListening(port, cancellationToken);
        return new RedisSubject(server, port);
    }

    public async Task<CommitResult> Measure(CommitLoad load, int seconds, CancellationToken cancellationToken)
    {
        // redis-benchmark counts requests, not seconds: a short run tells how many fill the time.
        var trial = await Run(load, 200 * load.Writers, cancellationToken);
        return await Run(load, (int)Math.Max(load.Writers, trial.CommitsPerSecond * seconds), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
    }

    private async Task<CommitResult> Run(CommitLoad load, int requests, CancellationToken cancellationToken)
    {
        var record = new string('a', CommitLoad.RecordBytes);
        var output = await PeerProcess.Run(
            [
                PeerProcess.Find("redis-benchmark"), "-h", "127.0.0.1", "-p", $"{port}", "-c", $"{load.Writers}", "-n", $"{requests}",
                "--csv", "RPUSH", "events", .. Enumerable.Repeat(record, load.Records),
            ],
            cancellationToken);

        // "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
        var fields = output.TrimEnd().Split('\n')[^1].Split(',')[^7..].Select(field => field.Trim('"')).ToList();
        return new CommitResult(Number(fields[0]), Number(fields[3]), Number(fields[5]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static async Task UntilListening(int port, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync("127.0.0.1", port, cancellationToken);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(started) < StartsWithin)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
