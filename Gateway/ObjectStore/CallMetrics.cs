using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace OrleansLld.ObjectStore;

/// <summary>
/// What <c>/metrics</c> shows of S3. Buckets are named that are there, as many as <see cref="ObjectStoreEdgeOptions.BucketsRemembered"/>;
/// the rest count together, so that nobody makes series by making names up.
/// </summary>
internal sealed class CallMetrics(IMeterFactory meters, TimeProvider time, IOptions<ObjectStoreEdgeOptions> options)
{
    private const string Other = "(other)";
    private const string None = "(none)";

    private readonly ConcurrentDictionary<string, string> _named = new();
    private readonly Instruments _of = new(meters.Create("OrleansLld.ObjectStore.Gateway"));

    /// <summary>Counts a call that was answered.</summary>
    /// <param name="call">The call.</param>
    /// <param name="since">The timestamp of its beginning.</param>
    public void Count(ObjectStoreCall call, long since)
    {
        var operation = new KeyValuePair<string, object?>("operation", call.Route?.Name ?? None);
        var bucket = new KeyValuePair<string, object?>("bucket", NameOf(call));
        _of.Requests.Add(1, bucket, operation);
        _of.Seconds.Record(time.GetElapsedTime(since).TotalSeconds, operation);
        if (call.Refusal is { } refusal)
            _of.Errors.Add(1, new("code", refusal.Code), operation);
        if (call.Request.ContentLength is > 0 and var received)
            _of.Received.Add(received, bucket, operation);
        if (call.Response.ContentLength is > 0 and var sent && !HttpMethods.IsHead(call.Request.Method))
            _of.Sent.Add(sent, bucket, operation);
    }

    private string NameOf(ObjectStoreCall call)
    {
        if (call.Known is not { } bucket)
            return None;
        if (_named.TryGetValue(bucket.Name, out var name))
            return name;
        return _named.Count < options.Value.BucketsRemembered ? _named.GetOrAdd(bucket.Name, bucket.Name) : Other;
    }

    private sealed class Instruments(Meter meter)
    {
        public Counter<long> Requests { get; } =
            meter.CreateCounter<long>("orleanslld.objectstore.requests", "{request}", "Requests by bucket and operation");

        public Counter<long> Errors { get; } =
            meter.CreateCounter<long>("orleanslld.objectstore.errors", "{request}", "Refused requests by S3's code and operation");

        public Counter<long> Received { get; } =
            meter.CreateCounter<long>("orleanslld.objectstore.received", "By", "Bytes of requests' bodies");

        public Counter<long> Sent { get; } =
            meter.CreateCounter<long>("orleanslld.objectstore.sent", "By", "Bytes of answers' bodies");

        public Histogram<double> Seconds { get; } =
            meter.CreateHistogram<double>("orleanslld.objectstore.duration", "s", "From the request's headers to its answer, by operation");
    }
}
