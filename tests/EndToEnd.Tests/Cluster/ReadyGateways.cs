using System.Net;

namespace OrleansLld.Cluster;

/// <summary>
/// A load balancer: asks each gateway every 100 ms whether it is ready, and gives each request to the next one that is. It sends nothing
/// twice, so whatever fails is seen.
/// </summary>
internal sealed class ReadyGateways : DelegatingHandler
{
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<RunningProduct> _gateways;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _asking;
    private volatile RunningProduct[] _ready;
    private int _requests;

    public ReadyGateways(IReadOnlyList<RunningProduct> gateways)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        _gateways = gateways;
        _ready = [.. gateways];
        _asking = Ask();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ready = _ready;
        if (ready.Length == 0)
            throw new HttpRequestException("No gateway is ready.");
        var gateway = ready[(int)((uint)Interlocked.Increment(ref _requests) % ready.Length)];
        request.RequestUri = new Uri(gateway.Address, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _over.Cancel();
        base.Dispose(disposing);
    }

    private async Task Ask()
    {
        using var timer = new PeriodicTimer(AskedEvery);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        while (!_over.IsCancellationRequested && await timer.WaitForNextTickAsync())
        {
            var answers = await Task.WhenAll(_gateways.Select(gateway => IsReady(http, gateway)));
            _ready = [.. _gateways.Where((_, i) => answers[i])];
        }
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
