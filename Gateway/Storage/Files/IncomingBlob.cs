using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace OrleansLld.Storage.Files;

/// <summary>A blob that is being written aside. Two buffers take turns: the disk writes one while the other fills.</summary>
/// <param name="aside">Its file until it is whole.</param>
/// <param name="threads">Who waits for the disk.</param>
internal sealed class IncomingBlob(string aside, DiskThreads threads) : IAsyncDisposable
{
    private const int BufferBytes = 512 << 10;

    private readonly List<byte[]> _buffers = [];
    private SafeFileHandle? _file;
    private bool _isAside;
    private Task _writing = Task.CompletedTask;
    private long _length;

    /// <summary>Takes the content to its end, makes it durable and gives it its name; the name's directory is not synced.</summary>
    /// <returns>The number of bytes; null where the name is taken.</returns>
    /// <exception cref="StorageUnavailableException">The disk failed; failures of the content itself pass as they are.</exception>
    public async Task<long?> TakeAsync(Stream content, string name, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var buffer = Buffer(number % 2);
            var count = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            await _writing;
            if (count < buffer.Length)
                return await threads.RunAsync(() => Finish(buffer.Span[..count], name));
            _writing = threads.RunAsync(() => AppendMany(buffer.Span));
        }
    }

    /// <summary>Leaves nothing behind, as far as the disk lets it: the next start removes the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        // A buffer must not be used again while the disk still takes from it.
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var buffer in _buffers)
            ArrayPool<byte>.Shared.Return(buffer);
        if (_isAside)
            await ((Task)threads.RunAsync(Remove)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Memory<byte> Buffer(int number)
    {
        if (number == _buffers.Count)
            _buffers.Add(ArrayPool<byte>.Shared.Rent(BufferBytes));
        return _buffers[number].AsMemory(0, BufferBytes);
    }

    /// <summary>More follow, which the disk can be busy with meanwhile.</summary>
    private bool AppendMany(ReadOnlySpan<byte> bytes)
    {
        Append(bytes);
        EarlyWriteback.Begin(_file!, _length - bytes.Length, bytes.Length);
        return true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        // Nobody else may have it open: so that another process, as it starts, can tell it from what a dead one left.
        _file ??= File.OpenHandle(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        _isAside = true;
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
    }

    private long? Finish(ReadOnlySpan<byte> bytes, string name)
    {
        Append(bytes);
        RandomAccess.FlushToDisk(_file!);
        _file!.Dispose();
        if (!HardLink.TryName(aside, name))
            return null;
        _isAside = false;
        return _length;
    }

    private bool Remove()
    {
        _file!.Dispose();
        File.Delete(aside);
        return true;
    }
}
