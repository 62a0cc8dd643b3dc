using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld;

/// <summary>What the person who started the process needs to know, said once.</summary>
internal static class Greeting
{
    public static void GreetOnceStarted(this WebApplication app, House house) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        // Where the console is a log for machines, there is nobody to greet.
        if (!app.Configuration.GetValue<bool>("Logging:Json"))
            Console.Write(Words(app, house));
    });

    private static string Words(WebApplication app, House house)
    {
        var http = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Http;
        var host = http.Address is "0.0.0.0" or "::" ? "127.0.0.1" : http.Address;
        var words = new StringBuilder().AppendLine().AppendLine("  OrleansLld is running.");
        Line("Open", string.Create(CultureInfo.InvariantCulture, $"{(http.IsTls ? "https" : "http")}://{host}:{http.Port}"));
        Line("API", "/docs");
        Line("Data", house.DataDirectory);
        if (app.Services.GetService<DemoAccount>() is { } demo)
            Line("Sign in", $"{DemoAccount.Handle} / {demo.Password}   (also in {demo.PasswordFile})");
        Line("Stop", "Ctrl+C");
        return words.AppendLine().ToString();

        void Line(string name, string text) => words.AppendLine(CultureInfo.InvariantCulture, $"    {name,-9}{text}");
    }
}
