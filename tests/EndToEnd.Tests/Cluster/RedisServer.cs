using System.Diagnostics;
using System.Net.Sockets;

namespace OrleansLld.Cluster;

/// <summary>A Redis of its own on a free port, that keeps nothing on disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(30);

    private readonly int _port = FreePorts.Take();
    private readonly Process _process;

    private RedisServer() => _process = Process.Start(
        new ProcessStartInfo("redis-server", ["--bind", "127.0.0.1", "--port", $"{_port}", "--save", "", "--loglevel", "warning"])
        {
            RedirectStandardOutput = true,
        })!;

    public string ConnectionString => $"127.0.0.1:{_port}";

    public int ProcessId => _process.Id;

    public static async Task<RedisServer> StartAsync()
    {
        var redis = new RedisServer();
        using var patience = new CancellationTokenSource(AnswersWithin);
        while (!await redis.Answers(patience.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> Answers(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", _port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
