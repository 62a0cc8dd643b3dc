using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrleansLld.Storage;

/// <summary>
/// Events as JSON after their length in bytes (4 bytes, little endian): the choice of every system whose events are not a hot path.
/// A closed union is written with <c>[JsonDerivedType]</c> and its stored names.
/// </summary>
public sealed class JsonEventCodec<TEvent>(JsonTypeInfo<TEvent> type) : IEventCodec<TEvent>
{
    private readonly ArrayBufferWriter<byte> _json = new();

    public void Write(in TEvent value, IBufferWriter<byte> output)
    {
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json))
            JsonSerializer.Serialize(writer, value, type);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), _json.WrittenCount);
        output.Advance(sizeof(int));
        output.Write(_json.WrittenSpan);
    }

    public int Read(ReadOnlySpan<byte> input, out TEvent value)
    {
        var length = input.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(input);
        if (length < 0 || length > input.Length - sizeof(int))
            throw new CorruptStorageException("An event's length leads beyond its frame.");
        value = JsonSerializer.Deserialize(input.Slice(sizeof(int), length), type)
            ?? throw new CorruptStorageException("An event is null.");
        return sizeof(int) + length;
    }
}
