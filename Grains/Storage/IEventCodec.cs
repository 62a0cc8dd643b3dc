using System.Buffers;

namespace OrleansLld.Storage;

/// <summary>
/// How a system's events are written in its journal. What was once written must stay readable: a codec only ever grows.
/// </summary>
public interface IEventCodec<TEvent>
{
    void Write(in TEvent value, IBufferWriter<byte> output);

    /// <summary>Reads one event from the front of the input.</summary>
    /// <returns>How many bytes it took.</returns>
    /// <exception cref="CorruptStorageException">The input does not begin with an event.</exception>
    int Read(ReadOnlySpan<byte> input, out TEvent value);
}
