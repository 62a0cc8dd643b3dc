using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansLld.Storage.Files;

/// <summary>
/// Lets the disk begin with a file's bytes while more of them come, so that the sync at the end finds little left to do, and a fast
/// sender is slowed down to the disk instead of filling the memory with what is yet to be written.
/// </summary>
internal static class EarlyWriteback
{
    /// <summary>SYNC_FILE_RANGE_WRITE: begin, and wait for nothing.</summary>
    private const uint Begins = 2;

    private static readonly bool Exists = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64;

    public static void Begin(SafeFileHandle file, long offset, int count)
    {
        // A hint: whether it was taken shows in the sync, which alone promises something.
        if (Exists)
            _ = SyncFileRange(file, offset, count, Begins);
    }

    [DllImport("libc", EntryPoint = "sync_file_range")]
    private static extern int SyncFileRange(SafeFileHandle file, long offset, long count, uint flags);
}
