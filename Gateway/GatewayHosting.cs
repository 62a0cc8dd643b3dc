using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansLld;

/// <summary>The gateway as a part of any web application that is an Orleans client or silo.</summary>
public static class GatewayHosting
{
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart();
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var http = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.Http;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.BodyBytesMax;
            kestrel.Limits.MaxRequestLineSize = http.RequestLineBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = http.HeaderBytesMax;
            kestrel.Limits.MaxConcurrentConnections = http.ConnectionsMax;
            kestrel.Listen(IPAddress.Parse(http.Address), http.Port);
        });
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.MapHealth();
        return app;
    }
}
