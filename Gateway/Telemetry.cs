using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using Orleans.Dashboard;
using OrleansLld.Accounts;

namespace OrleansLld;

/// <summary>For operators: the figures at <c>/metrics</c> and the Orleans dashboard.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services) =>
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("OrleansLld.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.RateLimiting")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());

    public static void MapTelemetry(this IEndpointRouteBuilder routes)
    {
        routes.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(AcceptedTokens.Administrators).ExcludeFromDescription();
        if (routes.ServiceProvider.GetRequiredService<IOptions<GatewayOptions>>().Value.Dashboard)
            routes.MapOrleansDashboard("/dashboard").RequireAuthorization(AcceptedTokens.Administrators).ExcludeFromDescription();
    }
}
