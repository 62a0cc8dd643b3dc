using System.Net;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld;

/// <summary>The gateway as a part of any web application that is an Orleans client or silo.</summary>
public static class GatewayHosting
{
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart();
        builder.WebHost.ConfigureKestrel(Listen);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Refusals.Complete);
        services.AddExceptionHandler<UnhandledExceptions>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddAccounts();
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapHealth();
        if (!app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Enabled)
            return app;

        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    private static void Listen(WebHostBuilderContext context, Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel)
    {
        var http = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.Http;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = http.BodyBytesMax;
        kestrel.Limits.MaxRequestLineSize = http.RequestLineBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = http.HeaderBytesMax;
        kestrel.Limits.MaxConcurrentConnections = http.ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = http.ConnectionsMax;
        kestrel.Listen(IPAddress.Parse(http.Address), http.Port);
    }
}
