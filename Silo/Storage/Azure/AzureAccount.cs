using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace OrleansLld.Storage.Azure;

/// <summary>The storage account that the options name: its table and its container, over one pool of connections.</summary>
internal sealed class AzureAccount : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;

    /// <param name="options">Which account.</param>
    /// <param name="policy">Sees each attempt of each request; null in the product.</param>
    public AzureAccount(AzureOptions options, HttpPipelinePolicy? policy = null)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            MaxConnectionsPerServer = options.ConnectionsMax,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = TimeSpan.FromMilliseconds(options.AttemptTimeoutMs),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        var tables = Configure(new TableClientOptions(), options, options.AttemptTimeoutMs, policy);
        var blobs = Configure(new BlobClientOptions(), options, options.BlobAttemptTimeoutMs, policy);
        Table = new TableClient(options.ConnectionString, options.Table, tables);
        Container = new BlobContainerClient(options.ConnectionString, options.Container, blobs);
    }

    public TableClient Table { get; }

    public BlobContainerClient Container { get; }

    /// <summary>Makes the table and the container where they are not there.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await Table.CreateIfNotExistsAsync(cancellationToken);
        if (!(await Container.ExistsAsync(cancellationToken)).Value)
            await Container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private T Configure<T>(T client, AzureOptions options, int attemptTimeoutMs, HttpPipelinePolicy? policy)
        where T : ClientOptions
    {
        client.Transport = new HttpClientTransport(_http);
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = options.RetriesMax;
        client.Retry.Delay = TimeSpan.FromMilliseconds(options.RetryPauseMs);
        client.Retry.MaxDelay = TimeSpan.FromMilliseconds(attemptTimeoutMs);
        client.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(attemptTimeoutMs);
        client.Diagnostics.IsTelemetryEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        if (policy is not null)
            client.AddPolicy(policy, HttpPipelinePosition.BeforeTransport);
        return client;
    }
}
