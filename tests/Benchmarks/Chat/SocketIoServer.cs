using System.Diagnostics;
using System.Globalization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>The peer: a socket.io server in Node.js, from npm. Its process ends with this object.</summary>
internal sealed class SocketIoServer : IAsyncDisposable
{
    private readonly Process _process;

    private SocketIoServer(Process process, int port) => (_process, Address) = (process, new Uri($"http://127.0.0.1:{port}"));

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public double MemoryMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <param name="port">A free port.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<SocketIoServer> Start(int port, CancellationToken cancellationToken)
    {
        var process = PeerProcess.Start(
            [PeerProcess.Find("node"), Path.Combine(Folder(), "socket-io.js"), port.ToString(CultureInfo.InvariantCulture)]);
        await RedisSubject.UntilListening(port, cancellationToken);
        return new SocketIoServer(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "tests", "Benchmarks", "Chat", "peers");
            if (Directory.Exists(Path.Combine(peers, "node_modules")))
                return peers;
        }

        throw new InvalidOperationException("Install the peers first: npm ci --ignore-scripts in tests/Benchmarks/Chat/peers.");
    }
}
