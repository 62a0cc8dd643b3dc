using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OrleansLld.Storage.Files;

/// <summary>One file per blob.</summary>
/// <remarks>
/// <code>
/// incoming/41a0…       being written; what nobody holds open at the start is left over from a crash and removed
/// 3f/photo-0017        the blob photo-0017; a byte of the id's hash chooses among 256 directories
/// </code>
/// A blob is written aside, synced, linked under its name, and its directory synced: it is there as a whole or not at all. The
/// link fails when the name is taken, so that of two writers of one id exactly one wins. Two syncs a blob are all that it takes, since
/// the directories are there from the start; several processes may share them.
/// </remarks>
internal sealed class FileBlobStore : IBlobStore, IDisposable
{
    public const int DirectoriesCount = 256;
    private const int SequentialFromBytes = 1 << 20;

    private readonly DiskHealth _health;
    private readonly string _incoming;
    private readonly string[] _directories;
    private readonly DiskThreads _threads;
    private readonly DirectorySyncs _syncs;

    /// <param name="path">The directory of it all, made when it is not there.</param>
    /// <param name="threads">How many threads wait for the disk.</param>
    /// <param name="health">Hears of what fails and of what works again.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public FileBlobStore(string path, int threads, DiskHealth health)
    {
        _health = health;
        var root = Path.GetFullPath(path);
        _incoming = Path.Combine(root, "incoming");
        _directories = [.. Enumerable.Range(0, DirectoriesCount).Select(number => Path.Combine(root, $"{number:x2}"))];
        foreach (var directory in _directories.Prepend(_incoming))
            Directory.CreateDirectory(directory);
        SyncedDirectory.Sync(root);
        SyncedDirectory.Sync(Path.GetDirectoryName(root) ?? root);
        RemoveLeftOvers();
        _threads = new DiskThreads(health, threads);
        _syncs = new DirectorySyncs(_threads);
    }

    public async ValueTask<long> WriteAsync(BlobId id, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var directory = DirectoryOf(id);
        var path = Path.Combine(directory, id.ToString());
        if (File.Exists(path))
            throw new BlobExistsException(id);
        long? length;
        await using (var incoming = new IncomingBlob(Path.Combine(_incoming, Guid.NewGuid().ToString("N")), _threads))
            length = await incoming.TakeAsync(content, path, cancellationToken);
        if (length is not { } written)
            throw new BlobExistsException(id);
        await _syncs.SyncAsync(directory);
        return written;
    }

    public ValueTask<Stream?> ReadAsync(BlobId id, long offset, long? length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var options = length is < SequentialFromBytes ? FileOptions.Asynchronous : FileOptions.Asynchronous | FileOptions.SequentialScan;
        if (Open(PathOf(id), options) is not { } file)
            return new ValueTask<Stream?>((Stream?)null);
        try
        {
            return new ValueTask<Stream?>(new FileRange(file, BlobRange.Of(offset, length, RandomAccess.GetLength(file)), _health));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ValueTask<long?> LengthAsync(BlobId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = Open(PathOf(id), FileOptions.None);
        return new ValueTask<long?>(file is null ? default(long?) : RandomAccess.GetLength(file));
    }

    public async ValueTask DeleteAsync(BlobId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var directory = DirectoryOf(id);
        var path = Path.Combine(directory, id.ToString());
        if (await _threads.RunAsync(() => Remove(path)))
            await _syncs.SyncAsync(directory);
    }

    /// <summary>The blobs of one of <see cref="DirectoriesCount"/> directories that are chosen.</summary>
    public Task<IReadOnlyList<BlobId>> SelectAsync(int directory, Func<BlobId, bool> isChosen) => _threads.RunAsync<IReadOnlyList<BlobId>>(
        () => [.. Directory.EnumerateFiles(_directories[directory]).Select(path => new BlobId(Path.GetFileName(path))).Where(isChosen)]);

    public void Dispose() => _threads.Dispose();

    private bool Remove(string path)
    {
        // That it is not there has to be said by the disk: a disk that fails says nothing.
        using var file = Open(path, FileOptions.None);
        if (file is null)
            return false;
        File.Delete(path);
        return true;
    }

    private SafeFileHandle? Open(string path, FileOptions options)
    {
        try
        {
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);
            _health.Succeeded();
            return file;
        }
        catch (Exception absence) when (absence is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (DiskHealth.IsFailure(failure))
        {
            throw _health.Failed(failure);
        }
    }

    /// <summary>What another process is writing is held open by it, and stays.</summary>
    private void RemoveLeftOvers()
    {
        foreach (var path in Directory.EnumerateFiles(_incoming))
        {
            try
            {
                using var left = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.None);
                File.Delete(path);
            }
            catch (IOException)
            {
                // Its writer lives, or has just finished.
            }
        }
    }

    private string PathOf(BlobId id) => Path.Combine(DirectoryOf(id), id.ToString());

    private string DirectoryOf(BlobId id)
    {
        var name = id.ToString();
        ArgumentNullException.ThrowIfNull(name, nameof(id));
        return _directories[XxHash32.HashToUInt32(Encoding.ASCII.GetBytes(name)) % DirectoriesCount];
    }
}
