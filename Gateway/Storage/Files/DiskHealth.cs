namespace OrleansLld.Storage.Files;

/// <summary>Whether a disk works, by what its calls came to.</summary>
internal sealed partial class DiskHealth(string name, ILogger<DiskHealth> log)
{
    private long _failures;
    private volatile int _isFailing;

    public string Name => name;

    /// <summary>Calls that failed since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Whether the last call failed.</summary>
    public bool IsFailing => _isFailing == 1;

    /// <summary>The disk could not, whatever the reason: full, read-only, broken, gone.</summary>
    public static bool IsFailure(Exception failure) => failure is IOException or UnauthorizedAccessException;

    /// <summary>Notes the failure.</summary>
    /// <returns>It in the words of the seam.</returns>
    public StorageUnavailableException Failed(Exception failure)
    {
        Interlocked.Increment(ref _failures);
        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
            LogFails(log, name, failure.Message);
        return new StorageUnavailableException(failure.Message, failure);
    }

    /// <summary>Notes that a call went through.</summary>
    public void Succeeded()
    {
        if (IsFailing && Interlocked.Exchange(ref _isFailing, 0) == 1)
            LogWorksAgain(log, name);
    }
}
