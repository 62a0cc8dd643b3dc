namespace OrleansLld.Storage.Files;

/// <summary>What the system says of a disk, in the words of the seam.</summary>
internal static class DiskFailures
{
    /// <summary>The disk could not, whatever the reason: full, read-only, broken, gone.</summary>
    public static bool Is(Exception failure) => failure is IOException or UnauthorizedAccessException;

    public static StorageUnavailableException Unavailable(Exception failure) => new(failure.Message, failure);
}
