using System.Net;
using System.Net.Sockets;

namespace OrleansLld.Gateways;

/// <summary>One address for several gateways, as simple as can be: each connection goes to the next gateway that takes it.</summary>
public sealed class LoadBalancer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _over = new();
    private Uri[] _gateways = [];
    private Task _accepting = Task.CompletedTask;
    private int _next;

    public LoadBalancer(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        _listener = new TcpListener(IPAddress.Loopback, port);
    }

    public Uri Address { get; }

    public void Start(params Uri[] gateways)
    {
        _gateways = gateways;
        _listener.Start();
        _accepting = Accept();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _over.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(_over.Token));
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private async Task Serve(TcpClient caller)
    {
        using (caller)
        using (var gateway = await Connect())
        {
            if (gateway is null)
                return;
            var (one, other) = (caller.GetStream(), gateway.GetStream());
            try
            {
                await Task.WhenAny(one.CopyToAsync(other, _over.Token), other.CopyToAsync(one, _over.Token));
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException)
            {
                // One of the two is gone, and the other is told by the end of its connection.
            }
        }
    }

    private async Task<TcpClient?> Connect()
    {
        for (var attempt = 0; attempt < _gateways.Length; attempt++)
        {
            var gateway = _gateways[Interlocked.Increment(ref _next) % _gateways.Length];
            var connection = new TcpClient();
            try
            {
                await connection.ConnectAsync(IPAddress.Loopback, gateway.Port, _over.Token);
                return connection;
            }
            catch (SocketException)
            {
                connection.Dispose();
            }
        }

        return null;
    }
}
