using System.Reflection;
using Microsoft.Extensions.Configuration.Memory;

namespace OrleansLld;

/// <summary>What every process of the product begins with: settings, keys and logs.</summary>
/// <param name="DataDirectory">Where this process keeps its files; an absolute path.</param>
/// <param name="Demo">Whether the demonstration account, markets and test money are on.</param>
public sealed record House(string DataDirectory, bool Demo)
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } =
        typeof(House).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A web application whose files are beside its assembly, whatever directory it was started from.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] arguments)
    {
        Secrets.RefuseOn(arguments);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = CommandLine.WithSwitchValues(arguments),
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        return builder;
    }

    /// <summary>Makes the data directory on the first run, and in it the keys that the configuration does not give.</summary>
    public static House Open(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var house = new House(Path.GetFullPath(configuration["Data"]!), configuration.GetValue<bool>("Demo"));
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(house.DataDirectory);
        else
            Directory.CreateDirectory(house.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        configuration["Data"] = house.DataDirectory;
        Secrets.ReadFiles(configuration);
        Secrets.ReadOrMakeKeys(configuration, Path.Combine(house.DataDirectory, "keys"));

        builder.Logging.ClearProviders();
        if (configuration.GetValue<bool>("Logging:Json"))
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        else
            builder.Logging.AddSimpleConsole(console => console.TimestampFormat = "HH:mm:ss.fff ");
        builder.Services.AddSingleton(house);
        builder.Services.AddSingleton(TimeProvider.System);
        return house;
    }

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Data"] = "data",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // It writes whole addresses, in which browsers send the tokens of hub connections.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        ["Logging:LogLevel:Polly"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
    };
}
