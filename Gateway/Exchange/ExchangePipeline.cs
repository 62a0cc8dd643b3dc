using System.Buffers;
using Microsoft.Extensions.ObjectPool;
using OrleansLld.Exchange.Wire;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>What every request to the API goes through: limits, parameters, authority, its handler, and one answer.</summary>
internal sealed partial class ExchangePipeline(
    ExchangeListings listings,
    RequestAuthority authority,
    RequestLimits limits,
    TimeProvider time,
    ILogger<ExchangePipeline> log)
{
    private const string TimeUnitHeader = "X-MBX-TIME-UNIT";

    private readonly ObjectPool<ExchangeCall> _calls =
        new DefaultObjectPool<ExchangeCall>(new DefaultPooledObjectPolicy<ExchangeCall>(), maximumRetained: 256);

    public RequestDelegate Bind(ApiRoute route) => http => Run(route, http);

    /// <summary>Answers for an address that the API does not have.</summary>
    public static async Task RefuseAddress(HttpContext http)
    {
        using var call = new ExchangeCall();
        call.Begin(http, 0);
        call.AnswerRefusal(ApiRefusal.NoSuchAddress);
        await call.Send();
    }

    private async Task Run(ApiRoute route, HttpContext http)
    {
        var call = _calls.Get();
        call.Begin(http, NowUs());
        try
        {
            await Answer(route, call);
        }
        catch (Exception) when (call.Aborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            call.AnswerRefusal(RefusalOf(route, exception));
        }

        await call.Send();
        call.End();
        _calls.Return(call);
    }

    private async Task Answer(ApiRoute route, ExchangeCall call)
    {
        limits.ChargeWeight(call, route.Weight);
        if (call.Refusal is null)
        {
            call.Listing = await listings.Get();
            await ReadForm(call);
        }

        if (call.Refusal is null)
            ReadTimeUnit(call);

        if (call.Refusal is null && route.Access != RouteAccess.Public)
            await authority.Admit(call, route.Access);

        if (call.Refusal is null)
            await route.Answer(call);

        if (call.ExtraWeight > 0)
            limits.ChargeWeight(call, call.ExtraWeight);

        if (call.Refusal is { } refusal)
            call.AnswerRefusal(refusal);
    }

    private static ValueTask ReadForm(ExchangeCall call)
    {
        var request = call.Http.Request;
        if (HttpMethods.IsGet(request.Method) || request.ContentLength == 0)
        {
            TakeIn(call, default);
            return default;
        }

        if (request.ContentLength <= FormFields.TextMax || request.ContentLength is null)
            return ReadBody(call);

        call.Refuse(ApiRefusal.TooLong);
        return default;
    }

    private static async ValueTask ReadBody(ExchangeCall call)
    {
        var reader = call.Http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(call.Aborted);
            var isTooLong = read.Buffer.Length > FormFields.TextMax;
            if (isTooLong || read.IsCompleted)
            {
                if (isTooLong)
                    call.Refuse(ApiRefusal.TooLong);
                else
                    TakeIn(call, read.Buffer);

                reader.AdvanceTo(read.Buffer.End);
                return;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void TakeIn(ExchangeCall call, in ReadOnlySequence<byte> body)
    {
        var query = call.Http.Request.QueryString.Value.AsSpan();
        var outcome = call.Fields.Read(
            query.StartsWith("?") ? query[1..] : query,
            body.IsSingleSegment ? body.FirstSpan : body.ToArray());
        if (outcome != FormOutcome.Read)
            call.Refuse(RefusalOf(outcome));
    }

    private static void ReadTimeUnit(ExchangeCall call)
    {
        if (!call.Http.Request.Headers.TryGetValue(TimeUnitHeader, out var unit))
            return;

        call.Microseconds = string.Equals(unit, "MICROSECOND", StringComparison.OrdinalIgnoreCase);
        if (!call.Microseconds && !string.Equals(unit, "MILLISECOND", StringComparison.OrdinalIgnoreCase))
            call.Refuse(ApiRefusal.TimeUnit);
    }

    private static ApiRefusal RefusalOf(FormOutcome outcome) => outcome switch
    {
        FormOutcome.TooLong => ApiRefusal.TooLong,
        FormOutcome.TooMany => ApiRefusal.TooManyParameters,
        FormOutcome.Duplicate => ApiRefusal.DuplicateParameter,
        FormOutcome.IllegalCharacters => ApiRefusal.IllegalForm,
        FormOutcome.Read => throw new ArgumentOutOfRangeException(nameof(outcome), "The form was read."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private ApiRefusal RefusalOf(ApiRoute route, Exception exception)
    {
        if (exception is BadHttpRequestException bad)
            return ApiRefusal.IllegalForm with { Status = bad.StatusCode };

        if (exception is StorageUnavailableException or OrleansException or TimeoutException)
        {
            LogUnavailable(log, route.Method, route.Path, exception);
            return route.IsCommand ? ApiRefusal.OutcomeUnknown : ApiRefusal.NoAnswer;
        }

        LogFailed(log, route.Method, route.Path, exception);
        return ApiRefusal.Unknown;
    }

    private long NowUs() => (time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
