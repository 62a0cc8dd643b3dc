using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;
using OrleansLld.Chat;
using OrleansLld.Exchange;
using OrleansLld.Gateways;
using OrleansLld.ObjectStore;
using OrleansLld.Storage;

namespace OrleansLld;

/// <summary>The gateway as a part of any web application that is an Orleans client or silo.</summary>
public static class GatewayHosting
{
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart()
            .Validate(options => options.PublicAddress is null || GatewayAddress.TryParse(options.PublicAddress, out _),
                "Gateway:PublicAddress is http or https, a host and perhaps a port, such as https://exchange.example, and nothing more.");
        builder.WebHost.ConfigureKestrel(Listen);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Refusals.Complete);
        services.AddExceptionHandler<UnhandledExceptions>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => ReadStrictly(json.SerializerOptions));
        services.AddDrain();
        services.AddHostedService<ClusterCheck>();
        services.AddRateLimits();
        services.AddGateways();
        services.AddHubs();
        services.AddTelemetry();
        services.AddApiDescription();
        services.AddWebClient();
        services.AddBlobStore(builder.Configuration);
        services.AddBlobPlacement(builder.Configuration);

        services.AddAccounts();
        services.AddExchange();
        services.AddObjects();
        services.AddChat();
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseDrain();
        app.UseObjectStore();
        app.UseGateways();
        app.UseRouting();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapHealth();
        if (!app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Enabled)
            return app;

        app.UseWebClient();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapTelemetry();
        app.MapApiDescription();

        app.MapGateways();
        app.MapAccounts();
        app.MapExchange();
        app.MapObjects();
        app.MapChat();
        return app;
    }

    private static void Listen(WebHostBuilderContext context, KestrelServerOptions kestrel)
    {
        var http = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.Http;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = http.BodyBytesMax;
        kestrel.Limits.MaxRequestLineSize = http.RequestLineBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = http.HeaderBytesMax;
        kestrel.Limits.MaxConcurrentConnections = http.ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = http.ConnectionsMax;
        var connections = kestrel.ApplicationServices.GetRequiredService<OpenConnections>();
        kestrel.Listen(IPAddress.Parse(http.Address), http.Port, listener =>
        {
            listener.Use(connections.Counting);
            listener.UseCertificate(http.Certificate, "Gateway:Http");
        });
        if (kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.Enabled)
            kestrel.ListenForObjects();
    }

    // A body says exactly what it means or is refused: no missing or null text, no property twice, no depth.
    private static void ReadStrictly(JsonSerializerOptions json)
    {
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.AllowDuplicateProperties = false;
        json.MaxDepth = 16;
    }
}
