using System.Diagnostics;

namespace OrleansLld.Storage.Ring;

/// <summary>This program once more, moving blobs between the disks of a test until the test kills it.</summary>
internal static class MoveProcess
{
    public const string Command = "move-blobs";

    /// <summary>What the started program does.</summary>
    public static async Task<int> RunAsync(string root, string before, string after)
    {
        using var ring = new RingFixture(root: root);
        ring.Begin(before);
        ring.Begin(after);
        return await ring.Mover.PassAsync(CancellationToken.None) ? 0 : 1;
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string root, string before, string after)
    {
        var program = Environment.ProcessPath!;
        string[] command = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, typeof(MoveProcess).Assembly.Location]
            : [program];
        return Process.Start(new ProcessStartInfo(command[0], [.. command[1..], Command, root, before, after]))!;
    }
}
