using System.Buffers;
using System.Collections.Immutable;
using CsCheck;

namespace OrleansLld.Exchange;

/// <summary>What is stored comes back as it was, and what is not whole is refused with one kind of exception.</summary>
public sealed class CodecTests
{
    private static readonly Gen<string> Texts = Gen.String[Gen.Char['!', '~'], 0, FieldWriter.TextBytesMax];

    private static readonly Gen<BookEvent> BookEvents = Gen.Select(
            Gen.Enum<BookEventKind>(),
            Gen.Long.Array[11],
            Texts.Null(),
            Gen.Select(Gen.Enum<Side>(), Gen.Enum<Pricing>(), Gen.Enum<Lifetime>()),
            Gen.Select(Gen.Enum<SelfMatch>(), Gen.Enum<CloseReason>(), Gen.Enum<Refusal>()))
        .Select((kind, numbers, text, order, end) => Event(kind, numbers, text, order, end));

    private static readonly Gen<RiskEvent> RiskEvents = Gen.OneOf<RiskEvent>(
        Gen.Select(Texts, Gen.Long, Texts, Gen.Long, Gen.Long).Select(RiskEvent (id, account, asset, units, time) =>
            new RiskEvent.Deposited(id, account, asset, units, time)),
        Gen.Select(Texts, Gen.Long).Select(RiskEvent (symbol, epoch) => new RiskEvent.Attached(symbol, epoch)),
        Gen.Select(Texts, Gen.Long, Gen.Long, Gen.Select(Gen.Long, Gen.Long, Gen.Enum<Side>(), Gen.Long, Gen.Long).Array[0, 5])
            .Select(RiskEvent (symbol, epoch, time, holds) => new RiskEvent.Held(
                symbol, epoch, time, [.. holds.Select(one => new OrderHold(one.Item1, one.Item2, one.Item3, one.Item4, one.Item5))])),
        Gen.Select(Texts, Gen.Long, Gen.Byte.Array[0, 50]).Select(RiskEvent (symbol, last, bytes) =>
            new RiskEvent.Settled(symbol, last, bytes)),
        Gen.Select(Texts, Gen.Long, Gen.Long).Select(RiskEvent (symbol, epoch, time) => new RiskEvent.Reclaimed(symbol, epoch, time)));

    private delegate int Reader(ReadOnlySpan<byte> input);

    [Fact]
    public void Book_events_come_back_as_they_were() => BookEvents.Sample(
        fact =>
        {
            var bytes = Bytes(fact);
            BookEventCodec.Read(bytes, out var read).ShouldBe(bytes.Length);
            read.ShouldBe(fact);
        },
        iter: 5_000);

    [Fact]
    public void Risk_events_come_back_as_they_were() => RiskEvents.Sample(
        fact =>
        {
            var bytes = Bytes(fact);
            RiskEventCodec.Read(bytes, out var read).ShouldBe(bytes.Length);
            read.GetType().ShouldBe(fact.GetType());
            Bytes(read).ShouldBe(bytes);
        },
        iter: 2_000);

    [Fact]
    public void Spoilt_book_events_are_refused() => BookEvents.Select(Bytes).SelectMany(Spoilt)
        .Sample(bytes => Refuses(bytes, ReadBookEvent), iter: 20_000);

    [Fact]
    public void Spoilt_risk_events_are_refused() => RiskEvents.Select(Bytes).SelectMany(Spoilt)
        .Sample(bytes => Refuses(bytes, ReadRiskEvent), iter: 20_000);

    [Fact]
    public void Noise_is_refused() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            Refuses(bytes, ReadBookEvent);
            Refuses(bytes, ReadRiskEvent);
            Refuses(bytes, ReadBook);
            Refuses(bytes, ReadShard);
            Refuses(bytes, ReadTape);
        },
        iter: 4_000);

    [Fact]
    public void Every_beginning_of_an_event_is_refused()
    {
        Gen.Select(BookEvents, RiskEvents).Sample((fact, risk) =>
        {
            EveryBeginningIsRefused(Bytes(fact), ReadBookEvent);
            EveryBeginningIsRefused(Bytes(risk), ReadRiskEvent);
        });
    }

    [Fact]
    public void Every_beginning_of_an_image_is_refused()
    {
        EveryBeginningIsRefused(BookImage(), ReadBook);
        EveryBeginningIsRefused(ShardImage(), ReadShard);
        EveryBeginningIsRefused(TapeImage(), ReadTape);
    }

    [Fact]
    public void Spoilt_images_are_refused()
    {
        Spoilt(BookImage()).Sample(bytes => Refuses(bytes, ReadBook), iter: 5_000);
        Spoilt(ShardImage()).Sample(bytes => Refuses(bytes, ReadShard), iter: 5_000);
        Spoilt(TapeImage()).Sample(bytes => Refuses(bytes, ReadTape), iter: 5_000);
    }

    [Fact]
    public void A_text_beyond_64_bytes_is_not_written() => Should.Throw<ArgumentException>(() =>
        Bytes(new BookEvent { Kind = BookEventKind.Admitted, CommandId = new string('x', FieldWriter.TextBytesMax + 1) }));

    private static int ReadBookEvent(ReadOnlySpan<byte> input) => BookEventCodec.Read(input, out _);

    private static int ReadRiskEvent(ReadOnlySpan<byte> input) => RiskEventCodec.Read(input, out _);

    private static int ReadBook(ReadOnlySpan<byte> input) => OrderBookImage.Read(input, new OrderBook());

    private static int ReadShard(ReadOnlySpan<byte> input) =>
        RiskShardImage.Read(input, new RiskShard(ImmutableDictionary<string, MarketAssets>.Empty));

    private static int ReadTape(ReadOnlySpan<byte> input)
    {
        new Tape().Read(input);
        return input.Length;
    }

    private static void Refuses(byte[] bytes, Reader read)
    {
        try
        {
            read(bytes).ShouldBeInRange(1, bytes.Length);
        }
        catch (FormatException)
        {
        }
    }

    private static void EveryBeginningIsRefused(byte[] bytes, Reader read)
    {
        read(bytes).ShouldBe(bytes.Length);
        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<FormatException>(() => read(bytes.AsSpan(0, length)));
    }

    // One byte changed, or eight in a row.
    private static Gen<byte[]> Spoilt(byte[] bytes) =>
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.OneOf(1, 8)).Select((at, value, many) =>
        {
            var spoilt = (byte[])bytes.Clone();
            spoilt.AsSpan(at, Math.Min(many, bytes.Length - at)).Fill(value);
            return spoilt;
        });

    private static BookEvent Event(
        BookEventKind kind, long[] numbers, string? text, (Side, Pricing, Lifetime) order, (SelfMatch, CloseReason, Refusal) end)
    {
        var fact = new BookEvent
        {
            Kind = kind,
            Side = order.Item1,
            OrderId = numbers[0],
            Account = numbers[1],
            TimeUs = numbers[2],
            PriceTicks = numbers[3],
        };
        return kind switch
        {
            BookEventKind.Admitted => fact with
            {
                Pricing = order.Item2,
                Lifetime = order.Item3,
                SelfMatch = end.Item1,
                Lots = numbers[4],
                QuoteUnits = numbers[5],
                CommandId = text,
            },
            BookEventKind.Traded => fact with
            {
                Lots = numbers[4],
                QuoteUnits = numbers[5],
                TradeId = numbers[6],
                MakerOrderId = numbers[7],
                MakerAccount = numbers[8],
                TakerFeeUnits = numbers[9],
                MakerFeeUnits = numbers[10],
            },
            BookEventKind.Rested => fact with { Lots = numbers[4] },
            BookEventKind.Closed => fact with { Lots = numbers[4], Reason = end.Item2, CommandId = text },
            BookEventKind.Reduced => fact with { Lots = numbers[4], CommandId = text },
            BookEventKind.Refused => fact with { Refusal = end.Item3 },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static byte[] Bytes(BookEvent fact)
    {
        var bytes = new byte[BookEventCodec.BytesMax];
        return bytes[..BookEventCodec.Write(fact, bytes)];
    }

    private static byte[] Bytes(RiskEvent fact)
    {
        var output = new ArrayBufferWriter<byte>();
        RiskEventCodec.Write(fact, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] BookImage()
    {
        var book = new OrderBook();
        var events = new List<BookEvent>();
        var matching = new Matching(book, BookFixture.PlainTerms, 100, 100);
        for (var id = 1; id <= 6; id++)
        {
            var order = new NewOrder(
                id, 1, $"c{id}", (Side)(id % 2), Pricing.Limit, Lifetime.GoodTillCancelled, SelfMatch.Trade, 100 - id % 3, id, 0, 1_000);
            matching.Place(order, id, events);
            events.ForEach(fact => book.Apply(fact));
            events.Clear();
        }

        var output = new ArrayBufferWriter<byte>();
        OrderBookImage.Write(book, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] ShardImage()
    {
        var shard = new RiskShard(ImmutableDictionary<string, MarketAssets>.Empty.Add("XY", new MarketAssets("X", "Y", 1)));
        shard.Apply(new RiskEvent.Attached("XY", 3));
        shard.Apply(new RiskEvent.Deposited("one", 1, "X", 1_000, 1));
        shard.Apply(new RiskEvent.Deposited("two", 1, "Y", 1_000, 1));
        shard.Apply(new RiskEvent.Held("XY", 3, 2, [new OrderHold(1, 1, Side.Buy, 100, 10), new OrderHold(2, 1, Side.Sell, 100, 1)]));
        return SmallExchange.Image(shard);
    }

    private static byte[] TapeImage()
    {
        var tape = new Tape();
        tape.Apply(new BookEvent { Kind = BookEventKind.Traded, OrderId = 1, PriceTicks = 5, Lots = 2, QuoteUnits = 10, TimeUs = 1 });
        var output = new ArrayBufferWriter<byte>();
        tape.Write(output);
        return output.WrittenSpan.ToArray();
    }
}
