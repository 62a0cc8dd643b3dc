using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OrleansLld.Storage.Files;

/// <summary>One file per blob.</summary>
/// <remarks>
/// <code>
/// incoming/41a0…          being written; what is there at the start is left over from a crash and removed
/// 3f/c2/photo-0017        the blob photo-0017; two bytes of the id's hash choose the directory
/// </code>
/// A blob is written aside, synced, linked under its name, and its directory synced: it is there as a whole or not at all. The
/// link fails when the name is taken, so that of two writers of one id exactly one wins.
/// </remarks>
internal sealed class FileBlobStore : IBlobStore
{
    private const int BufferBytes = 128 << 10;

    private readonly string _root;
    private readonly string _incoming;

    public FileBlobStore(FileBlobOptions options)
    {
        _root = Path.GetFullPath(options.Path);
        _incoming = Path.Combine(_root, "incoming");
        Directory.CreateDirectory(_incoming);
        foreach (var left in Directory.EnumerateFiles(_incoming))
            File.Delete(left);
    }

    public async ValueTask<long> WriteAsync(BlobId id, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var path = PathOf(id);
        if (File.Exists(path))
            throw new BlobExistsException(id);
        var aside = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        try
        {
            var length = await WriteAsideAsync(aside, content, cancellationToken);
            Publish(id, aside, path);
            return length;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    public ValueTask<Stream?> ReadAsync(BlobId id, long offset, long? length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Open(PathOf(id)) is not { } file)
            return new ValueTask<Stream?>((Stream?)null);
        try
        {
            return new ValueTask<Stream?>(new FileRange(file, BlobRange.Of(offset, length, RandomAccess.GetLength(file))));
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
        var file = new FileInfo(PathOf(id));
        return new ValueTask<long?>(file.Exists ? file.Length : default(long?));
    }

    public ValueTask DeleteAsync(BlobId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(id);
        if (!File.Exists(path))
            return ValueTask.CompletedTask;
        try
        {
            File.Delete(path);
            SyncedDirectory.Sync(Path.GetDirectoryName(path)!);
        }
        catch (IOException failure)
        {
            throw Unavailable(failure);
        }

        return ValueTask.CompletedTask;
    }

    private static async Task<long> WriteAsideAsync(string aside, Stream content, CancellationToken cancellationToken)
    {
        using var file = Create(aside);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var length = 0L;
            while (await content.ReadAsync(buffer, cancellationToken) is var count && count > 0)
            {
                await StoreAsync(file, buffer.AsMemory(0, count), length, cancellationToken);
                length += count;
            }

            Sync(file);
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Failures of the disk are told apart from those of the content, which are the caller's.</summary>
    private static async Task StoreAsync(SafeFileHandle file, ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(file, bytes, offset, cancellationToken);
        }
        catch (IOException failure)
        {
            throw Unavailable(failure);
        }
    }

    private static SafeFileHandle Create(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);
        }
        catch (IOException failure)
        {
            throw Unavailable(failure);
        }
    }

    private static void Sync(SafeFileHandle file)
    {
        try
        {
            RandomAccess.FlushToDisk(file);
        }
        catch (IOException failure)
        {
            throw Unavailable(failure);
        }
    }

    private void Publish(BlobId id, string aside, string path)
    {
        try
        {
            SyncedDirectory.Create(_root, Path.GetDirectoryName(path)!);
            File.Move(aside, path, overwrite: false);
            SyncedDirectory.Sync(Path.GetDirectoryName(path)!);
        }
        catch (IOException) when (File.Exists(path) && File.Exists(aside))
        {
            throw new BlobExistsException(id);
        }
        catch (IOException failure)
        {
            throw Unavailable(failure);
        }
    }

    private static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
        }
        catch (Exception absence) when (absence is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException failure)
        {
            throw Unavailable(failure);
        }
    }

    private string PathOf(BlobId id)
    {
        var name = id.ToString();
        ArgumentNullException.ThrowIfNull(name, nameof(id));
        var hash = XxHash32.HashToUInt32(Encoding.ASCII.GetBytes(name));
        return Path.Combine(_root, $"{hash & 0xFF:x2}", $"{(hash >> 8) & 0xFF:x2}", name);
    }

    private static StorageUnavailableException Unavailable(IOException failure) => new(failure.Message, failure);
}
