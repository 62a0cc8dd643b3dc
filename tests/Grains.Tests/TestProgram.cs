using OrleansLld.Storage.Ring;
using OrleansLld.Storage.RocksDb;
using Xunit.MicrosoftTestingPlatform;

namespace OrleansLld;

/// <summary>Runs the tests; or, started by one of them, the writer or mover that the test kills.</summary>
internal static class TestProgram
{
    public static Task<int> Main(string[] arguments) => arguments switch
    {
        [LoadWriter.Command, var path, var seed] =>
            LoadWriter.RunAsync(path, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)),
        [MoveProcess.Command, var root, var before, var after] => MoveProcess.RunAsync(root, before, after),
        _ => TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
