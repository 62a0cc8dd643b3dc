using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace OrleansLld.Storage.Azure;

/// <summary>The storage account that the options name: its container, and what else is in it, over one pool of connections.</summary>
public sealed class AzureAccount : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;
    private readonly HttpPipelinePolicy? _policy;

    /// <param name="options">Which account.</param>
    /// <param name="policy">Sees each attempt of each request; null in the product.</param>
    public AzureAccount(AzureOptions options, HttpPipelinePolicy? policy = null)
    {
        (Options, _policy) = (options, policy);
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            MaxConnectionsPerServer = options.ConnectionsMax,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = TimeSpan.FromMilliseconds(options.AttemptTimeoutMs),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        var blobs = Configure(new BlobClientOptions(), options.BlobAttemptTimeoutMs);
        Container = new BlobContainerClient(options.ConnectionString, options.Container, blobs);
    }

    public AzureOptions Options { get; }

    public BlobContainerClient Container { get; }

    /// <summary>Makes the container where it is not there.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!(await Container.ExistsAsync(cancellationToken)).Value)
            await Container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What any client of this account is made with: its connections, its patience, its retries.</summary>
    public T Configure<T>(T client, int attemptTimeoutMs)
        where T : ClientOptions
    {
        client.Transport = new HttpClientTransport(_http);
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = Options.RetriesMax;
        client.Retry.Delay = TimeSpan.FromMilliseconds(Options.RetryPauseMs);
        client.Retry.MaxDelay = TimeSpan.FromMilliseconds(attemptTimeoutMs);
        client.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(attemptTimeoutMs);
        client.Diagnostics.IsTelemetryEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        if (_policy is not null)
            client.AddPolicy(_policy, HttpPipelinePosition.BeforeTransport);
        return client;
    }
}
