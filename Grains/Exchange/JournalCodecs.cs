using System.Buffers;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>A book's journal.</summary>
internal sealed class BookJournalCodec : IEventCodec<BookEvent>
{
    public static readonly BookJournalCodec Instance = new();

    public void Write(in BookEvent value, IBufferWriter<byte> output) =>
        output.Advance(BookEventCodec.Write(value, output.GetSpan(BookEventCodec.BytesMax)));

    public int Read(ReadOnlySpan<byte> input, out BookEvent value)
    {
        try
        {
            return BookEventCodec.Read(input, out value);
        }
        catch (FormatException fault)
        {
            throw new CorruptStorageException(fault.Message);
        }
    }
}

/// <summary>A risk shard's journal.</summary>
internal sealed class RiskJournalCodec : IEventCodec<RiskEvent>
{
    public static readonly RiskJournalCodec Instance = new();

    public void Write(in RiskEvent value, IBufferWriter<byte> output) => RiskEventCodec.Write(value, output);

    public int Read(ReadOnlySpan<byte> input, out RiskEvent value)
    {
        try
        {
            return RiskEventCodec.Read(input, out value);
        }
        catch (FormatException fault)
        {
            throw new CorruptStorageException(fault.Message);
        }
    }
}
