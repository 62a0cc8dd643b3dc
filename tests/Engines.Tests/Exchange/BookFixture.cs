using System.Text;
using System.Text.RegularExpressions;

namespace OrleansLld.Exchange;

// A book's story as text. Orders are numbered from 1 in the order of their lines.
//
//   Alice sells 5 @ 100            Alice buys 3 at market          Alice cancels 1
//   Bob buys 2 @ 100 ioc           Bob buys for 500 at market      Bob reduces 2 to 7
//   Carol buys 2 @ 100 fok expire-maker as blue                    Dave buys 3 at market holding 250
//
// gives, a line each, what happened and then the ladder that is left, best prices in the middle, orders in the order of time:
//
//   2 trades 2 @ 100 with 1
//   2 filled
//   ask 100 | 1:3
internal sealed partial class BookFixture(MarketTerms terms, int openOrdersMax, int bookOrdersMax)
{
    public static readonly MarketTerms PlainTerms = new(1, 1, (1L << 36) - 1, 1, 1_000_000, 0, 1_000_000_000_000, 0, 0);

    private readonly OrderBook _book = new();
    private readonly StringBuilder _story = new();
    private readonly List<BookEvent> _events = [];
    private readonly List<string> _names = [""];
    private long _lastId;
    private long _lastTime;

    public static void Check(string story, string expected) => Check(PlainTerms, story, expected);

    public static void Check(MarketTerms terms, string story, string expected, int openOrdersMax = 100, int bookOrdersMax = 1000)
    {
        var fixture = new BookFixture(terms, openOrdersMax, bookOrdersMax);
        foreach (var line in Lines(story))
            fixture.Do(line);
        fixture.TellBook();
        fixture._story.ToString().Trim().ShouldBe(string.Join('\n', Lines(expected)));
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private void Do(string line)
    {
        var matching = new Matching(_book, terms, openOrdersMax, bookOrdersMax);
        _events.Clear();
        if (OrderLine().Match(line) is { Success: true } order)
        {
            matching.Place(Parse(order, matching), ++_lastTime, _events);
        }
        else
        {
            var amendment = AmendmentLine().Match(line);
            amendment.Success.ShouldBeTrue($"Not understood: {line}");
            var (account, id) = (AccountOf(amendment.Groups["who"].Value), long.Parse(amendment.Groups["id"].Value));
            var refusal = amendment.Groups["to"] is { Success: true } to
                ? matching.Reduce(account, id, long.Parse(to.Value), "amend", ++_lastTime, _events)
                : matching.Cancel(account, id, "cancel", ++_lastTime, _events);
            if (refusal != Refusal.None)
                _story.Append($"{line}: {refusal}\n");
        }

        foreach (var fact in _events)
        {
            _book.Apply(fact);
            Tell(fact);
        }

        _book.Check();
    }

    private NewOrder Parse(Match line, Matching matching)
    {
        long Number(string group) => line.Groups[group] is { Success: true } found ? long.Parse(found.Value) : 0;
        var words = line.Groups["more"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var side = line.Groups["side"].Value == "buys" ? Side.Buy : Side.Sell;
        var market = line.Groups["market"].Success;
        var order = new NewOrder(
            ++_lastId,
            AccountOf(line.Groups["who"].Value),
            line.Groups["client"] is { Success: true } client ? client.Value : null,
            side,
            market ? Pricing.Market : words.Contains("post") ? Pricing.PostOnly : Pricing.Limit,
            words.Contains("ioc") ? Lifetime.ImmediateOrCancel : words.Contains("fok") ? Lifetime.FillOrKill : Lifetime.GoodTillCancelled,
            words.Contains("expire-taker") ? SelfMatch.ExpireTaker
                : words.Contains("expire-maker") ? SelfMatch.ExpireMaker
                : words.Contains("expire-both") ? SelfMatch.ExpireBoth : SelfMatch.Trade,
            Number("price"),
            Number("lots"),
            Number("quote"),
            0);
        return order with { HeldUnits = line.Groups["held"].Success ? Number("held") : matching.HoldFor(order, terms) };
    }

    private void Tell(in BookEvent fact)
    {
        switch (fact.Kind)
        {
            case BookEventKind.Traded:
                var fees = fact.TakerFeeUnits + fact.MakerFeeUnits == 0 ? "" : $", fees {fact.TakerFeeUnits} and {fact.MakerFeeUnits}";
                _story.Append($"{fact.OrderId} trades {fact.Lots} @ {fact.PriceTicks} with {fact.MakerOrderId}{fees}\n");
                break;
            case BookEventKind.Closed:
                var rest = fact.Lots == 0 ? "" : $", {fact.Lots} left";
                _story.Append($"{fact.OrderId} {Words(fact.Reason)}{rest}\n");
                break;
            case BookEventKind.Reduced:
                _story.Append($"{fact.OrderId} reduced by {fact.Lots}\n");
                break;
            case BookEventKind.Refused:
                _story.Append($"{fact.OrderId} refused: {fact.Refusal}\n");
                break;
        }
    }

    private static string Words(CloseReason reason) => reason switch
    {
        CloseReason.Filled => "filled",
        CloseReason.Cancelled => "cancelled",
        CloseReason.Expired => "expired",
        CloseReason.ExpiredInMatch => "expired in match",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private void TellBook()
    {
        foreach (var (priceTicks, _) in _book.Levels(Side.Sell).Reverse())
            TellLevel("ask", Side.Sell, priceTicks);
        foreach (var (priceTicks, _) in _book.Levels(Side.Buy))
            TellLevel("bid", Side.Buy, priceTicks);
    }

    private void TellLevel(string name, Side side, long priceTicks)
    {
        var orders = _book.RestingOrders(side).Where(order => order.PriceTicks == priceTicks);
        _story.Append($"{name} {priceTicks} | {string.Join(' ', orders.Select(order => $"{order.OrderId}:{order.RemainingLots}"))}\n");
    }

    private long AccountOf(string name)
    {
        if (!_names.Contains(name))
            _names.Add(name);
        return _names.IndexOf(name);
    }

    [GeneratedRegex(
        @"^(?<who>[A-Z]\w*) (?<side>buys|sells) (?:for (?<quote>-?\d+)|(?<lots>-?\d+))(?: for (?<quote>\d+))?(?: @ (?<price>-?\d+))?"
        + @"(?<market> at market)?(?: holding (?<held>\d+))?(?<more>(?: (?:ioc|fok|post|expire-taker|expire-maker|expire-both))*)"
        + @"(?: as (?<client>\S+))?$")]
    private static partial Regex OrderLine();

    [GeneratedRegex(@"^(?<who>[A-Z]\w*) (?:cancels (?<id>\d+)|reduces (?<id>\d+) to (?<to>-?\d+))$")]
    private static partial Regex AmendmentLine();
}

internal static class Holds
{
    /// <summary>What a caller with enough money sets aside for an order.</summary>
    public static long HoldFor(this Matching matching, in NewOrder order, MarketTerms terms)
    {
        if (matching.Check(order) != Refusal.None)
            return 0;
        return (order.Side, order.Pricing, order.QuoteUnits) switch
        {
            (Side.Buy, Pricing.Market, 0) => matching.CostToBuy(order.QuantityLots),
            (Side.Buy, Pricing.Market, _) => order.QuoteUnits,
            (Side.Buy, _, _) => terms.Quote(order.PriceTicks, order.QuantityLots),
            (_, Pricing.Market, > 0) => matching.LotsToRaise(order.QuoteUnits) * terms.LotUnits,
            _ => order.QuantityLots * terms.LotUnits,
        };
    }
}
