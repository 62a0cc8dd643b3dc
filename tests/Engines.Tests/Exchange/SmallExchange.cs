using System.Buffers;

namespace OrleansLld.Exchange;

/// <summary>
/// Books and shards wired together as the grains do it, without the grains: hold, place, and each book's events to the shards they concern,
/// when <see cref="Deliver"/> says so.
/// </summary>
internal sealed class SmallExchange
{
    private const int OpenOrdersMax = 20;
    private const int BookOrdersMax = 40;

    private readonly RiskShard[] _shards;
    private readonly ArrayBufferWriter<byte>[] _journals;
    private readonly IReadOnlyDictionary<string, MarketAssets> _assets;
    private readonly Dictionary<string, Desk> _desks = [];
    private readonly Dictionary<(long Account, string Asset), Funds> _explained = [];
    private long _nowUs;
    private long _lastDeposit;

    public SmallExchange(int shards, params (MarketAssets Assets, MarketTerms Terms)[] markets)
    {
        _assets = markets.ToDictionary(market => market.Assets.Base + market.Assets.Quote, market => market.Assets);
        _shards = [.. Enumerable.Range(0, shards).Select(_ => new RiskShard(_assets, Explain))];
        _journals = [.. _shards.Select(_ => new ArrayBufferWriter<byte>())];
        foreach (var (assets, terms) in markets)
        {
            _desks[assets.Base + assets.Quote] = new Desk(terms, shards);
            Restart(assets.Base + assets.Quote);
        }
    }

    public IEnumerable<string> Symbols => _desks.Keys;

    public OrderBook Book(string symbol) => _desks[symbol].Book;

    public Funds Funds(long account, string asset) => ShardOf(account).Ledger.Of(account, asset);

    public void Deposit(long account, string asset, long units) =>
        Apply(account, new RiskEvent.Deposited($"d{++_lastDeposit}", account, asset, units, ++_nowUs));

    /// <returns>The order's id, or 0 when the funds do not suffice.</returns>
    public long Place(string symbol, NewOrder order)
    {
        var held = Hold(symbol, order);
        if (held.HeldUnits < 0)
            return 0;
        var desk = _desks[symbol];
        desk.Matching.Place(held, ++_nowUs, desk.Events);
        Record(desk);
        return held.OrderId;
    }

    public void Cancel(string symbol, long account, long orderId)
    {
        var desk = _desks[symbol];
        desk.Matching.Cancel(account, orderId, "c", ++_nowUs, desk.Events);
        Record(desk);
    }

    public void Reduce(string symbol, long account, long orderId, long lots)
    {
        var desk = _desks[symbol];
        desk.Matching.Reduce(account, orderId, lots, "r", ++_nowUs, desk.Events);
        Record(desk);
    }

    /// <summary>The book dies after the funds of an order were held and before it has seen it.</summary>
    public void Crash(string symbol, NewOrder order)
    {
        Hold(symbol, order);
        Restart(symbol);
    }

    /// <summary>Settles what a shard has not yet heard of a book.</summary>
    public void Deliver(string symbol, int shard)
    {
        var desk = _desks[symbol];
        if (desk.Pending[shard].WrittenCount == 0)
            return;
        Apply(shard, new RiskEvent.Settled(symbol, desk.Sequence, desk.Pending[shard].WrittenSpan.ToArray()));
        desk.Pending[shard].ResetWrittenCount();
    }

    public void DeliverAll()
    {
        foreach (var symbol in Symbols)
        {
            for (var shard = 0; shard < _shards.Length; shard++)
                Deliver(symbol, shard);
        }
    }

    /// <summary>A shard dies and comes back from its image.</summary>
    public void RestartShard(int shard)
    {
        var image = Image(_shards[shard]);
        _shards[shard] = new RiskShard(_assets, Explain);
        RiskShardImage.Read(image, _shards[shard]).ShouldBe(image.Length);
        Image(_shards[shard]).ShouldBe(image);
    }

    /// <summary>What holds at every moment.</summary>
    public void Check()
    {
        foreach (var shard in _shards)
            shard.Check();
        foreach (var (account, asset, funds) in _shards.SelectMany(shard => shard.Ledger.All))
        {
            if (funds != _explained[(account, asset)])
                throw new InvalidOperationException($"The postings do not explain the {asset} of account {account}.");
        }
    }

    /// <summary>What holds besides when the shards have heard everything.</summary>
    public void CheckSettled()
    {
        Check();
        foreach (var asset in _assets.Values.SelectMany(market => new[] { market.Base, market.Quote }).Distinct())
            _shards.Aggregate(Int128.Zero, (sum, shard) => sum + shard.Ledger.Total(Pocket.Clearing, asset)).ShouldBe(Int128.Zero);
        var holds = _shards.SelectMany(shard => shard.Holds).OrderBy(hold => hold.Symbol).ThenBy(hold => hold.Hold.OrderId)
            .Select(hold => (hold.Symbol, hold.Hold.OrderId, hold.Hold.Account, hold.Hold.Side, hold.Hold.Units));
        var open = Symbols.Order().SelectMany(symbol => Enum.GetValues<Side>()
            .SelectMany(_desks[symbol].Book.RestingOrders)
            .OrderBy(order => order.OrderId)
            .Select(order => (symbol, order.OrderId, order.Account, order.Side, _desks[symbol].PerLot(order) * order.RemainingLots)));
        holds.ShouldBe(open);
    }

    /// <summary>Every shard's journal, read from the beginning, leads to the same image.</summary>
    public void CheckReplay()
    {
        for (var i = 0; i < _shards.Length; i++)
        {
            var replayed = new RiskShard(_assets);
            for (var rest = _journals[i].WrittenSpan; !rest.IsEmpty;)
            {
                rest = rest[RiskEventCodec.Read(rest, out var fact)..];
                replayed.Apply(fact);
            }

            Image(replayed).ShouldBe(Image(_shards[i]));
        }
    }

    public static byte[] Image(RiskShard shard)
    {
        var output = new ArrayBufferWriter<byte>();
        RiskShardImage.Write(shard, output);
        return output.WrittenSpan.ToArray();
    }

    private void Explain(Posting posting)
    {
        var (_, _, asset, account, from, to, units) = posting;
        var funds = _explained.GetValueOrDefault((account, asset));
        _explained[(account, asset)] = new Funds(
            funds.Free + (to == Pocket.Free ? units : 0) - (from == Pocket.Free ? units : 0),
            funds.Held + (to == Pocket.Held ? units : 0) - (from == Pocket.Held ? units : 0));
        if (units <= 0 || from == to)
            throw new InvalidOperationException($"{posting} moves nothing.");
    }

    private RiskShard ShardOf(long account) => _shards[account % _shards.Length];

    private NewOrder Hold(string symbol, NewOrder order)
    {
        var desk = _desks[symbol];
        order = order with { OrderId = ++desk.LastOrderId };
        var most = desk.Matching.HoldFor(order, desk.Terms);
        if (desk.Matching.Check(order) != Refusal.None)
            return order with { HeldUnits = -1 };
        var perLot = order.Side == Side.Sell ? desk.Terms.LotUnits
            : order.Pricing == Pricing.Market ? 0
            : desk.Terms.Quote(order.PriceTicks, 1);
        var least = order.Pricing == Pricing.Market ? most / 2 : most;
        var wish = new OrderHold(order.OrderId, order.Account, order.Side, most, perLot);
        var (granted, fresh) = ShardOf(order.Account).DecideHolds(symbol, [(wish, least)]);
        if (!fresh.IsEmpty)
            Apply(order.Account, new RiskEvent.Held(symbol, desk.Epoch, ++_nowUs, fresh));
        return order with { HeldUnits = granted[0] };
    }

    private void Restart(string symbol)
    {
        var desk = _desks[symbol];
        desk.Restart();
        for (var shard = 0; shard < _shards.Length; shard++)
            Apply(shard, new RiskEvent.Attached(symbol, desk.Epoch));
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            Deliver(symbol, shard);
            Apply(shard, new RiskEvent.Reclaimed(symbol, desk.Epoch, ++_nowUs));
        }
    }

    private void Record(Desk desk)
    {
        foreach (var fact in desk.Events)
        {
            desk.Book.Apply(fact);
            desk.Sequence++;
            desk.Tell(fact.Account % _shards.Length, fact);
            if (fact.Kind == BookEventKind.Traded && fact.MakerAccount % _shards.Length != fact.Account % _shards.Length)
                desk.Tell(fact.MakerAccount % _shards.Length, fact);
        }

        desk.Events.Clear();
    }

    private void Apply(long account, RiskEvent fact) => Apply((int)(account % _shards.Length), fact);

    private void Apply(int shard, RiskEvent fact)
    {
        RiskEventCodec.Write(fact, _journals[shard]);
        _shards[shard].Apply(fact);
    }

    private sealed class Desk(MarketTerms terms, int shards)
    {
        public MarketTerms Terms => terms;

        public OrderBook Book { get; private set; } = new();

        public Matching Matching { get; private set; } = null!;

        public List<BookEvent> Events { get; } = [];

        public ArrayBufferWriter<byte>[] Pending { get; } = [.. Enumerable.Range(0, shards).Select(_ => new ArrayBufferWriter<byte>())];

        public long Sequence { get; set; }

        public long Epoch { get; private set; }

        public long LastOrderId { get; set; }

        public long PerLot(BookOrder order) => order.Side == Side.Sell ? terms.LotUnits : terms.Quote(order.PriceTicks, 1);

        public void Tell(long shard, in BookEvent fact)
        {
            var feed = Pending[shard];
            feed.Advance(BookEventCodec.Write(fact, feed.GetSpan(BookEventCodec.BytesMax)));
        }

        public void Restart()
        {
            var image = new ArrayBufferWriter<byte>();
            OrderBookImage.Write(Book, image);
            Book = new OrderBook();
            OrderBookImage.Read(image.WrittenSpan, Book);
            Matching = new Matching(Book, terms, OpenOrdersMax, BookOrdersMax);
            LastOrderId = Book.LastOrderId;
            Epoch++;
        }
    }
}
