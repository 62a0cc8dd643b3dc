using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrleansLld.Storage;

/// <summary>A whole state as JSON, beside events written by <see cref="JsonEventCodec{TEvent}"/>.</summary>
public static class JsonSnapshot
{
    public static void Write<T>(IBufferWriter<byte> output, T state, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, state, type);
    }

    public static T Read<T>(ReadOnlySpan<byte> input, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(input, type) ?? throw new CorruptStorageException("A snapshot is null.");
}
