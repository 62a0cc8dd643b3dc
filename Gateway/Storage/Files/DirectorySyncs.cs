namespace OrleansLld.Storage.Files;

/// <summary>
/// Makes the entries of directories durable. Whoever asks while a sync of the directory is still in line shares it: it will begin
/// after his change.
/// </summary>
internal sealed class DirectorySyncs(DiskThreads threads)
{
    private readonly Dictionary<string, Task> _inLine = [];
    private readonly Lock _lock = new();

    /// <exception cref="StorageUnavailableException">The directory could not be synced.</exception>
    public Task SyncAsync(string path)
    {
        lock (_lock)
        {
            if (!_inLine.TryGetValue(path, out var sync))
                _inLine[path] = sync = threads.RunAsync(() => Sync(path));
            return sync;
        }
    }

    private bool Sync(string path)
    {
        lock (_lock)
            _inLine.Remove(path);
        SyncedDirectory.Sync(path);
        return true;
    }
}
