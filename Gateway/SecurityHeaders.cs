using Microsoft.Extensions.Primitives;
using OrleansLld.Gateways;
using OrleansLld.ObjectStore;

namespace OrleansLld;

/// <summary>What every answer tells a browser about how far it may be trusted.</summary>
internal static class SecurityHeaders
{
    // 'self' covers the WebSocket of the same origin; the other gateways follow it, where a page goes on when this one dies. Objects
    // are on a port of their own, and shown from there. The component library writes style attributes, hence 'unsafe-inline' for styles.
    private const string OfThisProduct =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; ";

    // Pages of packages, whose scripts are written into the page.
    private static readonly StringValues OfOthersPages =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues AYear = "max-age=31536000";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly PathString[] OthersPages = ["/dashboard", "/docs"];

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // Late, because whoever answers for a failure clears the headers first.
        context.Response.OnStarting(SetHeaders, context);
        return next(context);
    });

    private static string OfSources(HttpContext context)
    {
        var gateways = context.RequestServices.GetRequiredService<KnownGateways>();
        var own = context.RequestServices.GetRequiredService<ObjectStoreAddress>().For(context.Request).Value;
        var objects = gateways.ObjectSources.Split(' ').Contains(own) ? gateways.ObjectSources : $" {own}{gateways.ObjectSources}";
        return $"img-src 'self' data: blob:{objects}; media-src 'self' blob:{objects}; frame-src 'self' blob:{objects}; "
            + $"connect-src 'self'{gateways.Sources}{objects}";
    }

    private static Task SetHeaders(object state)
    {
        var context = (HttpContext)state;
        var path = context.Request.Path;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Array.Exists(OthersPages, page => path.StartsWithSegments(page))
            ? OfOthersPages
            : OfThisProduct + OfSources(context);
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = AYear;
        return Task.CompletedTask;
    }
}
