using System.Buffers;
using CsCheck;

namespace OrleansLld.Exchange;

public sealed class CodecTests
{
    private static readonly Gen<string?> Id = Gen.OneOf(
        Gen.Const((string?)null),
        Gen.String[Gen.Char.AlphaNumeric, 0, 36].Select(text => (string?)text));

    private static readonly Gen<BookEvent> Events = Gen.Select(
        Gen.Int[1, 6], Gen.Long.Array[11], Gen.Byte.Array[6], Id,
        (kind, numbers, choices, id) => Of((BookEventKind)kind, numbers, choices, id));

    [Fact]
    public void A_book_event_reads_back_as_it_was_written() =>
        Events.Sample(written =>
        {
            var bytes = Bytes(written);
            BookEventCodec.Read(bytes, out var read).ShouldBe(bytes.Length);
            read.ShouldBe(written);
        });

    [Fact]
    public void A_book_event_that_is_cut_short_is_refused_at_every_length() =>
        Events.Sample(written =>
        {
            var bytes = Bytes(written);
            for (var length = 0; length < bytes.Length; length++)
                Should.Throw<FormatException>(() => BookEventCodec.Read(bytes.AsSpan(0, length), out _));
        }, iter: 50);

    [Fact]
    public void Random_bytes_are_an_event_or_a_format_error_and_never_anything_else() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            Try(() => BookEventCodec.Read(bytes, out _));
            Try(() => RiskEventCodec.Read(bytes, out _));
        }, iter: 20_000);

    [Fact]
    public void A_risk_event_reads_back_as_it_was_written_and_is_refused_when_cut_short()
    {
        RiskEvent[] events =
        [
            new RiskEvent.Deposited("d-1", 7, "BTC", 5, 9),
            new RiskEvent.Attached("BTCUSDT", 3),
            new RiskEvent.Held("BTCUSDT", 3, 9, [new(1, 7, Side.Sell, 100, 10), new(2, 8, Side.Buy, 200, 0)]),
            new RiskEvent.Settled("BTCUSDT", 12, Bytes(new BookEvent { Kind = BookEventKind.Rested, OrderId = 1, Lots = 5 })),
            new RiskEvent.Reclaimed("BTCUSDT", 4, 10),
        ];
        foreach (var written in events)
        {
            var output = new ArrayBufferWriter<byte>();
            RiskEventCodec.Write(written, output);
            RiskEventCodec.Read(output.WrittenSpan, out var read).ShouldBe(output.WrittenCount);
            var again = new ArrayBufferWriter<byte>();
            RiskEventCodec.Write(read, again);
            again.WrittenSpan.SequenceEqual(output.WrittenSpan).ShouldBeTrue();
            for (var length = 0; length < output.WrittenCount; length++)
                Should.Throw<FormatException>(() => RiskEventCodec.Read(output.WrittenMemory.Span[..length], out _));
        }
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (FormatException)
        {
            // What a reader of damaged bytes is told.
        }
    }

    private static byte[] Bytes(in BookEvent fact)
    {
        var bytes = new byte[BookEventCodec.BytesMax];
        return bytes[..BookEventCodec.Write(fact, bytes)];
    }

    // Only the fields that the kind has.
    private static BookEvent Of(BookEventKind kind, long[] n, byte[] c, string? id)
    {
        var fact = new BookEvent { Kind = kind, Side = (Side)(c[0] % 2), OrderId = n[0], Account = n[1], TimeUs = n[2], PriceTicks = n[3] };
        return kind switch
        {
            BookEventKind.Admitted => fact with
            {
                Pricing = (Pricing)(c[1] % 3),
                Lifetime = (Lifetime)(c[2] % 3),
                SelfMatch = (SelfMatch)(c[3] % 4),
                Lots = n[4],
                QuoteUnits = n[5],
                CommandId = id,
            },
            BookEventKind.Traded => fact with
            {
                Lots = n[4],
                QuoteUnits = n[5],
                TradeId = n[6],
                MakerOrderId = n[7],
                MakerAccount = n[8],
                TakerFeeUnits = n[9],
                MakerFeeUnits = n[10],
            },
            BookEventKind.Rested => fact with { Lots = n[4] },
            BookEventKind.Closed => fact with { Reason = (CloseReason)(c[4] % 4), Lots = n[4], CommandId = id },
            BookEventKind.Reduced => fact with { Lots = n[4], CommandId = id },
            _ => fact with { Refusal = (Refusal)(2 + c[5] % 11) },
        };
    }
}
