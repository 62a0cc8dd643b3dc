using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansLld.Storage.Files;

/// <summary>Directories whose entries outlast a power failure: on Unix a new name is durable once its directory is synced.</summary>
internal static class SyncedDirectory
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The directory could not be synced.</exception>
    public static void Sync(string path)
    {
        // Windows keeps a directory's entries in its own journal, and has nothing to call.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"{path}: {new Win32Exception().Message}");
        using var directory = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(directory);
    }

    /// <summary>.NET itself opens no directory.</summary>
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
