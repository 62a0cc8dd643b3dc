using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansLld.Gateways;

/// <summary>
/// The other gateways of the cluster: clients learn their addresses here, and pages that were opened at one of them may ask this one.
/// </summary>
internal static class GatewaysEdge
{
    private static readonly TimeSpan PermissionHolds = TimeSpan.FromMinutes(10);
    private static readonly PathString[] AskedFromPages = ["/api", Hubs.Path, "/health"];

    public static void AddGateways(this IServiceCollection services)
    {
        services.AddSingleton<GatewayIdentity>();
        services.AddSingleton<KnownGateways>();
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<GatewayAnnouncer>();
        services.AddHostedService(provider => provider.GetRequiredService<GatewayAnnouncer>());
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<KnownGateways>((cors, known) => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(known.Includes)
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete)
            .WithHeaders("Authorization", "Content-Type", "X-Requested-With", "X-SignalR-User-Agent")
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(PermissionHolds)));
    }

    /// <summary>
    /// Lets pages of the other gateways read answers, and nobody else's. They bring a bearer token: cookies are neither sent nor accepted
    /// across origins. Stands before the routing, because the exchange's endpoints are answered there.
    /// </summary>
    public static void UseGateways(this IApplicationBuilder app) => app.UseWhen(
        context => Array.Exists(AskedFromPages, path => context.Request.Path.StartsWithSegments(path)), pages => pages.UseCors());

    /// <summary>Public by design: a page needs it before anybody has signed in, and it tells public addresses only.</summary>
    public static void MapGateways(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/cluster/gateways", List).WithTags("Cluster").WithSummary("Where clients reach the cluster");

    private static Ok<GatewayList> List(KnownGateways known) =>
        TypedResults.Ok(new GatewayList([.. known.Present.Select(address => address.Value)]));
}

/// <summary>The gateways that take clients.</summary>
/// <param name="Gateways">Origins; each is as good as the other. One that is about to stop is not among them.</param>
internal sealed record GatewayList(string[] Gateways);
