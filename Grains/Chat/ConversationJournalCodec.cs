using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// A conversation's journal. Entries and acknowledgements, of which there are many, are a tag and their fields, little endian; whatever is
/// rare is JSON. The layout of a tag never changes.
/// </summary>
internal sealed class ConversationJournalCodec : IEventCodec<ConversationEvent>
{
    private const int PostedBytes = 1 + 4 * sizeof(long) + 2;
    private const int AcknowledgedBytes = 1 + 3 * sizeof(long) + 16;

    private readonly JsonEventCodec<ConversationEvent> _json = new(ConversationJson.Default.ConversationEvent);

    private enum Tag : byte
    {
        Json = 1,
        Posted = 2,
        Acknowledged = 3,
    }

    public void Write(in ConversationEvent value, IBufferWriter<byte> output)
    {
        switch (value)
        {
            case ConversationEvent.Posted posted:
                output.Advance(Write(posted, output.GetSpan(PostedBytes + Encoding.UTF8.GetMaxByteCount(posted.ClientId.Length))));
                break;
            case ConversationEvent.Acknowledged acknowledged:
                output.Advance(Write(acknowledged, output.GetSpan(AcknowledgedBytes)));
                break;
            default:
                output.GetSpan(1)[0] = (byte)Tag.Json;
                output.Advance(1);
                _json.Write(value, output);
                break;
        }
    }

    public int Read(ReadOnlySpan<byte> input, out ConversationEvent value)
    {
        switch (input.IsEmpty ? default : (Tag)input[0])
        {
            case Tag.Json:
                return 1 + _json.Read(input[1..], out value);
            case Tag.Posted when input.Length >= PostedBytes && input.Length >= PostedBytes + input[PostedBytes - 1]:
                value = new ConversationEvent.Posted(
                    BinaryPrimitives.ReadInt64LittleEndian(input[1..]),
                    new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(input[9..]), TimeSpan.Zero),
                    BinaryPrimitives.ReadInt64LittleEndian(input[17..]),
                    Encoding.UTF8.GetString(input.Slice(PostedBytes, input[PostedBytes - 1])),
                    BinaryPrimitives.ReadUInt64LittleEndian(input[25..]),
                    (EntryKind)input[33]);
                return PostedBytes + input[PostedBytes - 1];
            case Tag.Acknowledged when input.Length >= AcknowledgedBytes:
                value = new ConversationEvent.Acknowledged(
                    BinaryPrimitives.ReadInt64LittleEndian(input[1..]),
                    new Guid(input.Slice(25, 16)),
                    BinaryPrimitives.ReadInt64LittleEndian(input[9..]),
                    BinaryPrimitives.ReadInt64LittleEndian(input[17..]));
                return AcknowledgedBytes;
            default:
                throw new CorruptStorageException("An event of a conversation is cut short or unknown.");
        }
    }

    private static int Write(ConversationEvent.Posted posted, Span<byte> output)
    {
        output[0] = (byte)Tag.Posted;
        BinaryPrimitives.WriteInt64LittleEndian(output[1..], posted.Id);
        BinaryPrimitives.WriteInt64LittleEndian(output[9..], posted.At.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(output[17..], posted.Author);
        BinaryPrimitives.WriteUInt64LittleEndian(output[25..], posted.Digest);
        output[33] = (byte)posted.Kind;
        var length = Encoding.UTF8.GetBytes(posted.ClientId, output[PostedBytes..]);
        output[PostedBytes - 1] = checked((byte)length);
        return PostedBytes + length;
    }

    private static int Write(ConversationEvent.Acknowledged acknowledged, Span<byte> output)
    {
        output[0] = (byte)Tag.Acknowledged;
        BinaryPrimitives.WriteInt64LittleEndian(output[1..], acknowledged.Account);
        BinaryPrimitives.WriteInt64LittleEndian(output[9..], acknowledged.Delivered);
        BinaryPrimitives.WriteInt64LittleEndian(output[17..], acknowledged.Read);
        acknowledged.Device.TryWriteBytes(output[25..]);
        return AcknowledgedBytes;
    }
}
