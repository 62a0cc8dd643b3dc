using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OrleansLld.Storage.Files;

/// <summary>
/// Gives a whole file its name if nobody has that name yet. .NET's own move looks first and renames then, and of two who look at the
/// same time the later one replaces what the earlier was told is his; a link is made or refused in one step.
/// </summary>
internal static class HardLink
{
    private const int NotPermitted = 1;
    private const int Exists = 17;

    private static readonly int[] NotSupported = OperatingSystem.IsLinux() ? [NotPermitted, 38, 95] : [NotPermitted, 45, 78, 102];
    private static readonly Lock Moving = new();

    /// <summary>Names the file, whose earlier name goes. Where the answer is false it keeps that.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static bool TryName(string file, string name)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(file, name);
        if (Link(file, name) == 0)
        {
            File.Delete(file);
            return true;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Exists => false,
            var error when NotSupported.Contains(error) => TryMove(file, name),
            var error => throw new IOException($"{name}: {new Win32Exception(error).Message}"),
        };
    }

    /// <summary>Where there are no links: on Windows, which moves in one step, and on simple file systems, for one process only.</summary>
    internal static bool TryMove(string file, string name)
    {
        lock (Moving)
        {
            try
            {
                File.Move(file, name, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(name) && File.Exists(file))
            {
                return false;
            }
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
