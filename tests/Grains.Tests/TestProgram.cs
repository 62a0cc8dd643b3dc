using OrleansLld.Storage.RocksDb;
using Xunit.MicrosoftTestingPlatform;

namespace OrleansLld;

/// <summary>Runs the tests; or, started by one of them, the writer that the test kills.</summary>
internal static class TestProgram
{
    public static Task<int> Main(string[] arguments) => arguments is [LoadWriter.Command, var path, var seed]
        ? LoadWriter.RunAsync(path, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture))
        : TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
