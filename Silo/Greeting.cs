using Microsoft.Extensions.Options;

namespace OrleansLld;

/// <summary>What the person who started the process needs to know, said once.</summary>
internal static class Greeting
{
    public static void GreetOnceStarted(this WebApplication app, House house)
    {
        var http = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Http;
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"""

              OrleansLld is running.
                Open        http://{(http.Address == "0.0.0.0" ? "127.0.0.1" : http.Address)}:{http.Port}
                Data        {house.DataDirectory}
                Stop        Ctrl+C

            """));
    }
}
