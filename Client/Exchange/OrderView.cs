using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary>An order as the console shows it; the JSON shape of docs/console.md.</summary>
internal sealed record OrderView(
    long OrderId,
    string ClientOrderId,
    string Symbol,
    string Side,
    string Type,
    string Lifetime,
    string Status,
    string? Price,
    string Quantity,
    string Filled,
    string FilledQuote,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static OrderView Of(OrderReport order, MarketScale terms) => new(
        order.OrderId,
        order.ClientOrderId,
        terms.Market.Symbol,
        Failure.CodeOf(order.Side),
        Failure.CodeOf(order.Type),
        Failure.CodeOf(order.Lifetime),
        Failure.CodeOf(order.Status),
        order.PriceTicks == 0 ? null : terms.Price(order.PriceTicks),
        terms.Quantity(order.QuantityLots),
        terms.Quantity(order.FilledLots),
        Amount.Text(order.FilledQuoteUnits),
        Moment.Of(order.CreatedUs),
        Moment.Of(order.UpdatedUs));

    public static void Show(IAnsiConsole console, IReadOnlyCollection<OrderView> orders)
    {
        if (orders.Count == 0)
        {
            console.WriteLine("No orders. Place one: Client exchange place BTCUSDT buy 0.5 --price 60000");
            return;
        }

        var table = new FittedTable(">Order", "Symbol?", "Side", ">Price", ">Quantity", ">Filled", "Status", "Placed (UTC)?", "Client id?");
        foreach (var order in orders)
        {
            table.AddRow(
                $"{order.OrderId}",
                order.Symbol,
                new Cell(order.Side, order.Side == "buy" ? Color.Green : Color.Red),
                order.Price ?? "market",
                order.Quantity,
                order.Filled,
                order.Status,
                $"{order.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
                order.ClientOrderId);
        }

        table.WriteTo(console);
    }
}

/// <summary>One trade of an order.</summary>
internal sealed record FillView(long TradeId, string Price, string Quantity, string Quote, string Fee, string FeeAsset, bool Maker)
{
    public static FillView Of(Fill fill, MarketScale terms) => new(
        fill.TradeId,
        terms.Price(fill.PriceTicks),
        terms.Quantity(fill.Lots),
        Amount.Text(fill.QuoteUnits),
        Amount.Text(fill.FeeUnits),
        fill.Side == OrderSide.Buy ? terms.Market.BaseAsset : terms.Market.QuoteAsset,
        fill.IsMaker);
}

/// <summary>The contracts' microseconds as a moment.</summary>
internal static class Moment
{
    public static DateTimeOffset Of(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
