using System.Text;
using Microsoft.Win32.SafeHandles;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage.Ring;

/// <summary>One of several disks. What fails with it are the blobs that it has, and no others.</summary>
/// <remarks>
/// A file <c>disk</c> at its root says which disk it is: where a disk is not mounted the file is missing, and what would look like
/// an empty disk is none.
/// </remarks>
internal sealed class RingDisk(DiskOptions options, int threads, DiskHealth health) : IDisposable
{
    private readonly string _mark = Path.Combine(options.Path, "disk");
    private readonly Lock _opening = new();
    private volatile FileBlobStore? _store;

    public string Name => options.Name;

    public int Weight => options.Weight;

    public bool IsThere => File.Exists(_mark);

    /// <summary>Its blobs.</summary>
    /// <exception cref="StorageUnavailableException">The disk is not there, or cannot be used.</exception>
    public FileBlobStore Store => IsThere ? _store ?? Open() : throw health.Failed(Missing());

    /// <summary>Makes an empty directory this disk's; one that is this disk's already stays as it is.</summary>
    /// <exception cref="StartRefusedException">It is another disk's, or cannot be written.</exception>
    public void Take()
    {
        try
        {
            Directory.CreateDirectory(options.Path);
            if (!IsThere)
                Mark();
            RequireMark();
        }
        catch (Exception failure) when (DiskHealth.IsFailure(failure))
        {
            throw new StartRefusedException($"The disk {Name} of {FileBlobOptions.Section}: {failure.Message}", failure);
        }
    }

    /// <summary>Lets one process alone move blobs of this disk, until the answer is disposed of; null where another does.</summary>
    public SafeFileHandle? LockMoves()
    {
        try
        {
            return File.OpenHandle(
                Path.Combine(options.Path, "mover"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (DiskHealth.IsFailure(failure))
        {
            return null;
        }
    }

    public void Dispose() => _store?.Dispose();

    private FileBlobStore Open()
    {
        lock (_opening)
        {
            try
            {
                if (_store is null)
                    RequireMark();
                return _store ??= new FileBlobStore(options.Path, threads, health);
            }
            catch (Exception failure) when (DiskHealth.IsFailure(failure))
            {
                throw health.Failed(failure);
            }
        }
    }

    private void Mark()
    {
        var made = $"{_mark}.new";
        using (var file = File.OpenHandle(made, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(Name), 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(made, _mark, overwrite: true);
        SyncedDirectory.Sync(options.Path);
    }

    private void RequireMark()
    {
        if (File.ReadAllText(_mark) is var other && other != Name)
            throw new IOException($"{options.Path} has the disk {other}, not {Name}.");
    }

    private DirectoryNotFoundException Missing() => new($"The disk {Name} is not at {options.Path}.");
}
