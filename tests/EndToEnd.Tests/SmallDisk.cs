using System.Diagnostics;
using System.Globalization;

namespace OrleansLld;

/// <summary>
/// A disk of a few MiB for one product's data, which a test can fill and empty. It is memory, mounted in a namespace of its own, so that
/// nobody needs to be root; it outlives the processes that run on it.
/// </summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const int BlockBytes = 4096;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanslld-disk-");
    private readonly int _mib;
    private Process? _keeper;

    private SmallDisk(int mib) => _mib = mib;

    /// <summary>Where the processes on it see it.</summary>
    public string Path => _directory.FullName;

    /// <summary>What to put before a command so that it runs on this disk.</summary>
    public IReadOnlyList<string> Launcher =>
        ["nsenter", "--user", "--mount", "--preserve-credentials", $"--target={Keeper.Id}", "--"];

    private Process Keeper => _keeper ?? throw new InvalidOperationException("The disk is not mounted.");

    // The namespace as it is seen from outside.
    private string Ballast => $"/proc/{Keeper.Id}/root{Path}/ballast";

    public static async Task<SmallDisk> Mount(int mib)
    {
        var disk = new SmallDisk(mib);
        try
        {
            await disk.Mount();
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Leaves no room, until <see cref="Free"/>.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, 0);
        var block = new byte[BlockBytes];
        try
        {
            while (true)
                ballast.Write(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        if (_keeper is { } keeper)
        {
            keeper.Kill(entireProcessTree: true);
            await keeper.WaitForExitAsync();
            keeper.Dispose();
        }

        _directory.Delete();
    }

    // The keeper ends with its standard input, and so with this process however that ends.
    private async Task Mount()
    {
        var size = _mib.ToString(CultureInfo.InvariantCulture);
        var script = $"mount -t tmpfs -o size={size}m tmpfs '{Path}' && echo mounted && exec cat";
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _keeper = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start.");
        if (await _keeper.StandardOutput.ReadLineAsync() != "mounted")
            throw new InvalidOperationException($"No disk was mounted: {await _keeper.StandardError.ReadToEndAsync()}");
    }
}
