using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OrleansLld.Gateways;

namespace OrleansLld.ObjectStore;

/// <summary>The port of S3. What comes in there is answered by S3 alone, and S3 answers nowhere else.</summary>
internal static class ObjectStoreListener
{
    public static void ListenForObjects(this KestrelServerOptions kestrel)
    {
        var options = kestrel.ApplicationServices.GetRequiredService<IOptions<ObjectStoreEdgeOptions>>().Value;
        kestrel.RequestHeaderEncodingSelector = HeaderText.EncodingOf;
        kestrel.ResponseHeaderEncodingSelector = HeaderText.EncodingOf!;
        var connections = kestrel.ApplicationServices.GetRequiredService<OpenConnections>();
        kestrel.Listen(IPAddress.Parse(options.Address), options.Port, listener =>
        {
            // S3 is spoken over HTTP/1.1, whose request line is what signatures are about.
            listener.Protocols = HttpProtocols.Http1;
            listener.Use(connections.Counting);
            listener.Use(Marked);
            listener.UseCertificate(options.Certificate, "ObjectStore");
        });
    }

    /// <summary>Takes the requests of the port out of the way of everything else. Stands before the routing.</summary>
    public static void UseObjectStore(this IApplicationBuilder app)
    {
        var pipeline = app.ApplicationServices.GetRequiredService<ObjectStorePipeline>();
        app.Use(next => http => http.Features.Get<Mark>() is null ? next(http) : pipeline.Run(http));
    }

    private static ConnectionDelegate Marked(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(Mark.OfListener);
        return next(connection);
    };

    private sealed class Mark
    {
        public static readonly Mark OfListener = new();
    }
}
