using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;
using Kestrel = Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansLld.ObjectStore;

/// <summary>What every request to S3 goes through: its target, its authority, limits, admission, its handler, and one answer.</summary>
internal sealed partial class ObjectStorePipeline(
    ObjectStoreRoutes routes,
    SignatureCheck signatures,
    ObjectStoreLimits limits,
    BucketAdmission admission,
    Grantees grantees,
    CrossOrigin cors,
    CallMetrics metrics,
    TimeProvider time,
    IOptions<ObjectStoreEdgeOptions> options,
    ILogger<ObjectStorePipeline> log)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ObjectStoreEdgeOptions _options = options.Value;
    private readonly Kestrel.MinDataRate _slowest = new(options.Value.BodyBytesPerSecondMin, Grace);

    private readonly ObjectPool<ObjectStoreCall> _calls =
        new DefaultObjectPool<ObjectStoreCall>(new DefaultPooledObjectPolicy<ObjectStoreCall>(), maximumRetained: 256);

    public async Task Run(HttpContext http)
    {
        var call = _calls.Get();
        var since = time.GetTimestamp();
        call.Begin(http, time.GetUtcNow(), RequestIds.Next());
        var headers = http.Response.Headers;
        headers["x-amz-request-id"] = call.RequestId;
        headers["x-amz-id-2"] = RequestIds.HostId;
        try
        {
            await Answer(call);
            if (call.Refusal is { } refusal && !call.IsAnswered)
                await SendRefusal(call, refusal);
        }
        catch (Exception) when (call.Aborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception exception)
        {
            call.Refuse(ErrorOf(call, exception));
            await SendRefusal(call, call.Refusal!);
        }

        metrics.Count(call, since);
        call.End();
        _calls.Return(call);
    }

    private async Task Answer(ObjectStoreCall call)
    {
        // Pages of the house read every refusal; those of others what a bucket's rules say, once the bucket is known.
        cors.Tell(call);
        if (!Read(call))
            return;

        if (routes.Find(call) is not { } route)
        {
            call.Refuse(S3Error.MethodNotAllowed);
            return;
        }

        call.Route = route;
        // A browser that asks before it sends a presigned request asks at the same address, which is signed for another method.
        if (!HttpMethods.IsOptions(call.Request.Method))
            call.Checked = await signatures.Check(call.Http, call.Target);
        if (call.Checked.Refusal is { } refusal)
            call.Refuse(refusal);
        limits.Charge(call);
        if (call.Refusal is not null)
            return;

        var action = route.VersionAction is { } ofVersion && call.VersionId is not null ? ofVersion : route.Action;
        if (action is not null)
        {
            await admission.Admit(call, action.Value);
            cors.Tell(call);
        }

        if (call.Refusal is null)
            await grantees.Learn(call);
        if (call.Refusal is null)
            await route.Answer(call);
    }

    /// <summary>Reads what the request is about, and says how much of it is taken in.</summary>
    private bool Read(ObjectStoreCall call)
    {
        var isRead = RequestTarget.TryParse(call.RawTarget, call.Request.Host.Value ?? "", _options.DomainsInUse(), out var target);
        call.Target = target;
        if (!isRead || !call.Query.Read(target.Query))
            call.Refuse(S3Error.InvalidURI);
        else if (target.Bucket.Length > 0 && !BucketNames.IsWellFormed(target.Bucket))
            call.Refuse(S3Error.InvalidBucketName);
        else if (target.Key.Length > 0 && !ObjectKey.IsWellFormed(target.Key))
            call.Refuse(S3Error.KeyTooLongError);
        else if (HeaderBytes(call.Request.Headers) > _options.HeaderBytesMax)
            call.Refuse(S3Error.RequestHeaderSectionTooLarge);

        if (!HttpMethods.IsGet(call.Request.Method))
            LimitBody(call.Http.Features);
        return call.Refusal is null;
    }

    private void LimitBody(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = _options.BodyBytesMax;
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = _slowest;
    }

    private static int HeaderBytes(IHeaderDictionary headers)
    {
        var bytes = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                bytes += name.Length + (value?.Length ?? 0);
        }

        return bytes;
    }

    private async Task SendRefusal(ObjectStoreCall call, S3Error refusal)
    {
        // What was begun cannot be taken back: the client sees that the answer breaks off.
        if (call.Response.HasStarted)
        {
            call.Http.Abort();
            return;
        }

        try
        {
            await call.SendRefusal(refusal);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            LogUnsent(log, call.RequestId, refusal.Code);
        }
    }

    private S3Error ErrorOf(ObjectStoreCall call, Exception exception)
    {
        switch (exception)
        {
            case S3RefusalException refused:
                return refused.Error;
            case BadHttpRequestException bad:
                return BodyRefusals.Of(bad);
            case StorageUnavailableException or OrleansException or TimeoutException:
                LogUnavailable(log, call.RequestId, call.Route?.Name, exception);
                return S3Error.ServiceUnavailable;
            default:
                LogFailed(log, call.RequestId, call.Route?.Name, exception);
                return S3Error.InternalError;
        }
    }
}
