using Microsoft.Extensions.Options;
using OrleansLld.Gateways;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>
/// What pages of other origins may do: those of this house everything, since they bring a token or a signature; all others what the
/// bucket's own rules say.
/// </summary>
internal sealed class CrossOrigin(KnownBuckets known, IGrainFactory grains, KnownGateways gateways, IOptions<GatewayOptions> options)
{
    private const string Forbidden = "AccessForbidden";
    private const string MethodHeader = "Access-Control-Request-Method";
    private const string RequestHeadersHeader = "Access-Control-Request-Headers";
    private const string HouseMethods = "GET, HEAD, PUT, POST, DELETE";
    private const string HouseMaxAge = "600";

    private static readonly S3Error NoOrigin = new(400, "BadRequest", "Insufficient information. Origin request header needed.");

    private static readonly S3Error NoBucket = new(403, Forbidden, "CORSResponse: Bucket not found");

    private static readonly S3Error NotEnabled = new(403, Forbidden, "CORSResponse: CORS is not enabled for this bucket.");

    private static readonly S3Error NotAllowed = new(
        403,
        Forbidden,
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / "
        + "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.");

    /// <summary>Answers a browser that asks before it sends the request itself. Nobody has to sign this.</summary>
    public async Task Preflight(ObjectStoreCall call)
    {
        var (origin, method) = (call.Header("Origin"), call.Header(MethodHeader));
        if (string.IsNullOrEmpty(origin))
            call.Refuse(NoOrigin);
        else if (method is not ("GET" or "HEAD" or "PUT" or "POST" or "DELETE"))
            call.Refuse(new S3Error(400, "BadRequest", $"Invalid Access-Control-Request-Method: {method ?? "null"}"));
        else if (IsOfHouse(call, origin))
            await AllowHouse(call, origin);
        else if (await RulesOf(call) is { } rules)
            await Allow(call, rules.Preflight(origin, method, call.Header(RequestHeadersHeader) ?? ""));
    }

    /// <summary>Tells a browser which page may read the answer.</summary>
    public void Tell(ObjectStoreCall call)
    {
        if (call.Header("Origin") is not { Length: > 0 } origin)
            return;
        if (IsOfHouse(call, origin))
        {
            call.Response.Headers.AccessControlAllowOrigin = origin;
            call.Response.Headers.AccessControlExposeHeaders = "*";
            call.Response.Headers.Vary = "Origin";
        }
        else if (call.Known?.Cors?.Match(origin, call.Header(MethodHeader) ?? call.Request.Method) is { } answer)
        {
            Write(call, answer);
        }
    }

    private static Task AllowHouse(ObjectStoreCall call, string origin)
    {
        var headers = call.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = HouseMethods;
        if (call.Header(RequestHeadersHeader) is { Length: > 0 } asked)
            headers.AccessControlAllowHeaders = asked;
        headers.AccessControlMaxAge = HouseMaxAge;
        headers.Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
        return call.SendNothing(StatusCodes.Status200OK);
    }

    private static Task Allow(ObjectStoreCall call, CorsAnswer? answer)
    {
        if (answer is null)
        {
            call.Refuse(NotAllowed);
            return Task.CompletedTask;
        }

        Write(call, answer);
        return call.SendNothing(StatusCodes.Status200OK);
    }

    private static void Write(ObjectStoreCall call, CorsAnswer answer)
    {
        var headers = call.Response.Headers;
        headers.AccessControlAllowOrigin = answer.AllowOrigin;
        headers.AccessControlAllowMethods = string.Join(", ", answer.AllowMethods);
        if (!answer.AllowHeaders.IsEmpty)
            headers.AccessControlAllowHeaders = string.Join(", ", answer.AllowHeaders);
        if (!answer.ExposeHeaders.IsEmpty)
            headers.AccessControlExposeHeaders = string.Join(", ", answer.ExposeHeaders);
        if (answer.MaxAgeSeconds is { } seconds)
            headers.AccessControlMaxAge = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (answer.AllowCredentials)
            headers.AccessControlAllowCredentials = "true";
        headers.Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    }

    /// <summary>The bucket's rules; refuses the call where there are none.</summary>
    private async ValueTask<CorsRules?> RulesOf(ObjectStoreCall call)
    {
        var settings = call.Bucket.Length == 0
            ? null
            : await grains.GetGrain<IBucketGrain>(call.Bucket).Describe(call.Aborted);
        if (settings is null)
        {
            call.Refuse(call.Bucket.Length == 0 ? NotAllowed : NoBucket);
            return null;
        }

        if (known.Keep(call.Bucket, settings).Cors is { } rules)
            return rules;
        call.Refuse(NotEnabled);
        return null;
    }

    /// <summary>
    /// Whether a page was opened at a gateway of this cluster. One that listens on every address does not know its own, but its pages
    /// have the host that is asked and its port.
    /// </summary>
    private bool IsOfHouse(ObjectStoreCall call, string origin)
    {
        if (gateways.Includes(origin))
            return true;
        if (gateways.Own is not null || !Uri.TryCreate(origin, UriKind.Absolute, out var page))
            return false;
        var http = options.Value.Http;
        return page.Port == http.Port
            && page.Scheme == (http.IsTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)
            && page.Host.Equals(call.Request.Host.Host, StringComparison.OrdinalIgnoreCase);
    }
}
