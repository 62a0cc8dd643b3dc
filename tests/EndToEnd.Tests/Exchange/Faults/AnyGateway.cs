namespace OrleansLld.Exchange.Faults;

/// <summary>Sends each request to the next of several gateways, so that a client talks to all of them and outlives any.</summary>
internal sealed class AnyGateway(IReadOnlyList<RunningProduct> gateways)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(5);

    private int _requests;

    /// <summary>A client of them. What is not answered in time is unknown to it.</summary>
    public static HttpClient Client(IReadOnlyList<RunningProduct> gateways) =>
        new(new AnyGateway(gateways)) { BaseAddress = new Uri("http://any-gateway"), Timeout = AnsweredWithin };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var gateway = gateways[(int)((uint)Interlocked.Increment(ref _requests) % gateways.Count)];
        request.RequestUri = new Uri(gateway.Address, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
