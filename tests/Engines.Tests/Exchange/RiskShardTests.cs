using System.Buffers;
using System.Collections.Immutable;
using CsCheck;

namespace OrleansLld.Exchange;

/// <summary>Shards that are fed by a real book, in one process and without the grains around them.</summary>
public sealed class RiskShardTests
{
    private const string Symbol = "BTCUSDT";
    private const int Shards = 3;
    private const int Accounts = 7;
    private static readonly MarketTerms Terms = new(1_000, 10, 1_000_000, 1, 1_000_000, 1, 1L << 60, 800, 1_000);
    private static readonly Dictionary<string, MarketAssets> Markets = new() { [Symbol] = new("BTC", "USDT", 1_000) };

    [Fact]
    public void Whatever_is_traded_every_shard_balances_and_every_hold_is_the_need_of_its_order() =>
        Gen.Int.Sample(seed => new Exchange(seed).Run(commands: 300), iter: 40);

    [Fact]
    public void A_hold_that_no_event_confirmed_is_reclaimed_by_the_next_epoch_and_a_confirmed_one_is_not()
    {
        var exchange = new Exchange(seed: 1);
        var shard = exchange.ShardOf(1);
        var free = shard.Ledger.Of(1, "USDT").Free;
        shard.Apply(new RiskEvent.Attached(Symbol, 1));
        shard.Apply(new RiskEvent.Held(Symbol, 1, 5, [new(101, 1, Side.Buy, 500, 0), new(102, 1, Side.Buy, 700, 0)]));
        Exchange.Settle(shard, 1, new BookEvent { Kind = BookEventKind.Admitted, OrderId = 101, Account = 1 });

        shard.Apply(new RiskEvent.Attached(Symbol, 2));
        shard.Apply(new RiskEvent.Reclaimed(Symbol, 2, 6));

        shard.Ledger.Of(1, "USDT").ShouldBe(new Funds(free - 500, 500));
        shard.Check();
    }

    [Fact]
    public void A_wish_that_is_not_covered_takes_nothing_and_a_repeated_one_keeps_what_it_has()
    {
        var shard = new RiskShard(Markets);
        shard.Apply(new RiskEvent.Deposited("d", 1, "USDT", 1_000, 0));
        var wishes = new (OrderHold, long)[]
        {
            (new(1, 1, Side.Buy, 600, 1), 600), (new(2, 1, Side.Buy, 600, 1), 600), (new(3, 1, Side.Buy, 600, 0), 400),
        };

        var (granted, fresh) = shard.DecideHolds(Symbol, wishes);
        shard.Apply(new RiskEvent.Held(Symbol, 1, 0, fresh));
        var (again, none) = shard.DecideHolds(Symbol, wishes.AsSpan(0, 1));

        granted.ShouldBe([600, -1, 400]);
        again.ShouldBe([600]);
        none.ShouldBeEmpty();
    }

    private sealed class Exchange
    {
        private readonly Random _random;
        private readonly OrderBook _book = new();
        private readonly Matching _matching;
        private readonly List<RiskEvent>[] _journals = [[], [], []];
        private readonly Dictionary<(long, string, Pocket), Int128> _postings = [];
        private readonly RiskShard[] _shards;
        private long _sequence;

        public Exchange(int seed)
        {
            _random = new Random(seed);
            _matching = new Matching(_book, Terms, 1_000, 1_000);
            _shards = [.. Enumerable.Range(0, Shards).Select(_ => new RiskShard(Markets, Note))];
            for (var account = 1; account <= Accounts; account++)
            {
                Apply(account % Shards, new RiskEvent.Deposited($"u{account}", account, "USDT", _random.NextInt64(1, 50_000_000), 0));
                Apply(account % Shards, new RiskEvent.Deposited($"b{account}", account, "BTC", _random.NextInt64(1, 5_000_000), 0));
            }
        }

        public RiskShard ShardOf(long account) => _shards[account % Shards];

        public static void Settle(RiskShard shard, long last, params BookEvent[] events) =>
            shard.Apply(new RiskEvent.Settled(Symbol, last, Encode(events)));

        public void Run(int commands)
        {
            for (var command = 1; command <= commands; command++)
            {
                var events = new List<BookEvent>();
                var account = _random.Next(1, Accounts + 1);
                var open = _book.OrdersOf(account).Select(order => order.OrderId).ToList();
                if (open.Count > 0 && _random.Next(4) == 0)
                    _matching.Cancel(account, open[_random.Next(open.Count)], "c", command, events);
                else if (open.Count > 0 && _random.Next(5) == 0)
                    _matching.Reduce(account, open[0], _random.Next(1, 50), "r", command, events);
                else
                    Place(command, account, events);
                Deliver(events);
                Check();
            }

            Replay();
        }

        private void Place(int command, long account, List<BookEvent> events)
        {
            var side = (Side)_random.Next(2);
            var pricing = (Pricing)_random.Next(3);
            var lifetime = pricing == Pricing.Limit ? (Lifetime)_random.Next(3)
                : pricing == Pricing.Market ? Lifetime.ImmediateOrCancel : 0;
            var (price, lots) = (pricing == Pricing.Market ? 0L : _random.Next(90, 111), _random.Next(1, 60));
            var isBuyAtMarket = pricing == Pricing.Market && side == Side.Buy;
            var perLot = side == Side.Sell ? Terms.LotUnits : isBuyAtMarket ? 0 : Terms.Quote(price, 1);
            var units = isBuyAtMarket ? _matching.CostToBuy(lots) : perLot * lots;
            var (granted, fresh) = ShardOf(account).DecideHolds(Symbol, [(new OrderHold(command, account, side, units, perLot), units)]);
            if (granted[0] < 0)
                return;
            Apply((int)(account % Shards), new RiskEvent.Held(Symbol, 1, command, fresh));
            var order = new NewOrder(
                command, account, $"o{command}", side, pricing, lifetime, (SelfMatch)_random.Next(4), price, lots, 0, granted[0]);
            _matching.Place(order, command, events);
        }

        private void Deliver(List<BookEvent> events)
        {
            foreach (var fact in events)
                _book.Apply(fact);
            _sequence += events.Count;
            for (var shard = 0; shard < Shards; shard++)
            {
                var own = events.Where(fact => fact.Account % Shards == shard
                    || (fact.Kind == BookEventKind.Traded && fact.MakerAccount % Shards == shard)).ToArray();
                if (own.Length > 0)
                    Apply(shard, new RiskEvent.Settled(Symbol, _sequence, Encode(own)));
            }
        }

        private void Check()
        {
            foreach (var shard in _shards)
                shard.Check();
            foreach (var asset in new[] { "BTC", "USDT" })
                _shards.Aggregate(Int128.Zero, (sum, shard) => sum + shard.Ledger.Total(Pocket.Clearing, asset)).ShouldBe(0);
            for (var account = 1L; account <= Accounts; account++)
            {
                var open = _book.OrdersOf(account).ToList();
                Held(account, "USDT").ShouldBe(open.Where(order => order.Side == Side.Buy)
                    .Sum(order => Terms.Quote(order.PriceTicks, order.RemainingLots)));
                Held(account, "BTC").ShouldBe(
                    open.Where(order => order.Side == Side.Sell).Sum(order => order.RemainingLots * Terms.LotUnits));
                foreach (var asset in new[] { "BTC", "USDT" })
                {
                    var funds = ShardOf(account).Ledger.Of(account, asset);
                    _postings.GetValueOrDefault((account, asset, Pocket.Free)).ShouldBe(funds.Free);
                    _postings.GetValueOrDefault((account, asset, Pocket.Held)).ShouldBe(funds.Held);
                }
            }
        }

        private void Replay()
        {
            for (var shard = 0; shard < Shards; shard++)
            {
                var journal = new ArrayBufferWriter<byte>();
                foreach (var fact in _journals[shard])
                    RiskEventCodec.Write(fact, journal);
                var replayed = new RiskShard(Markets);
                for (var bytes = journal.WrittenSpan; !bytes.IsEmpty;)
                {
                    bytes = bytes[RiskEventCodec.Read(bytes, out var fact)..];
                    replayed.Apply(fact);
                }

                var restored = new RiskShard(Markets);
                RiskShardImage.Read(Image(_shards[shard]), restored).ShouldBe(Image(_shards[shard]).Length);
                Image(replayed).ShouldBe(Image(_shards[shard]));
                Image(restored).ShouldBe(Image(_shards[shard]));
            }
        }

        private void Apply(int shard, RiskEvent fact)
        {
            _journals[shard].Add(fact);
            _shards[shard].Apply(fact);
        }

        private void Note(Posting posting)
        {
            var from = (posting.Account, posting.Asset, posting.From);
            var to = (posting.Account, posting.Asset, posting.To);
            _postings[from] = _postings.GetValueOrDefault(from) - posting.Units;
            _postings[to] = _postings.GetValueOrDefault(to) + posting.Units;
        }

        private Int128 Held(long account, string asset) => ShardOf(account).Ledger.Of(account, asset).Held;

        private static byte[] Encode(BookEvent[] events)
        {
            var bytes = new byte[events.Length * BookEventCodec.BytesMax];
            var length = 0;
            foreach (var fact in events)
                length += BookEventCodec.Write(fact, bytes.AsSpan(length));
            return bytes[..length];
        }

        private static byte[] Image(RiskShard shard)
        {
            var image = new ArrayBufferWriter<byte>();
            RiskShardImage.Write(shard, image);
            return image.WrittenSpan.ToArray();
        }
    }
}
