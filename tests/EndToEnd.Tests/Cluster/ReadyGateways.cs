using System.Net;

namespace OrleansLld.Cluster;

/// <summary>
/// A load balancer: asks each gateway by itself every 100 ms whether it is ready, and gives each request to the next one that is. It
/// sends nothing twice, so whatever fails is seen.
/// </summary>
internal sealed class ReadyGateways : DelegatingHandler
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<RunningProduct> _gateways;
    private readonly CancellationTokenSource _over = new();
    private readonly bool[] _isReady;
    private int _requests;

    public ReadyGateways(IReadOnlyList<RunningProduct> gateways)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        _gateways = gateways;
        _isReady = [.. gateways.Select(_ => true)];
        for (var i = 0; i < gateways.Count; i++)
            _ = Ask(i);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ready = _gateways.Where((_, i) => Volatile.Read(ref _isReady[i])).ToList();
        if (ready.Count == 0)
            throw new HttpRequestException("No gateway is ready.");
        var gateway = ready[(int)((uint)Interlocked.Increment(ref _requests) % ready.Count)];
        request.RequestUri = new Uri(gateway.Address, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _over.Cancel();
        base.Dispose(disposing);
    }

    private async Task Ask(int index)
    {
        using var timer = new PeriodicTimer(AskedEvery);
        using var http = new HttpClient { Timeout = AnsweredWithin };
        while (!_over.IsCancellationRequested && await timer.WaitForNextTickAsync())
            Volatile.Write(ref _isReady[index], await IsReady(http, _gateways[index]));
    }

    private static async Task<bool> IsReady(HttpClient http, RunningProduct gateway)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(gateway.Address, "/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
