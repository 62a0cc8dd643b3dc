using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>Many orders and trades of an account at once.</summary>
internal static class OrderListEndpoints
{
    private const int PageMax = 1000;
    private const int PageUsual = 500;
    private const int PagesMax = 50;
    private const long DayUs = 86_400_000_000;

    public static IEnumerable<ApiRoute> Routes =>
    [
        new(HttpMethods.Get, "/api/v3/openOrders", RouteAccess.UserData, 6, "Open orders", "symbol?", OpenOrders),
        new(HttpMethods.Delete, "/api/v3/openOrders", RouteAccess.Trade, 1, "Cancels all orders of a market", "symbol", CancelAll),
        new(
            HttpMethods.Get, "/api/v3/allOrders", RouteAccess.UserData, 20,
            "Orders, open and closed", "symbol orderId? startTime? endTime? limit?", AllOrders),
        new(
            HttpMethods.Get, "/api/v3/myTrades", RouteAccess.UserData, 20,
            "Own fills", "symbol orderId? startTime? endTime? fromId? limit?", OwnTrades),
    ];

    private static async Task OpenOrders(ExchangeCall call)
    {
        var one = call.Has("symbol", out var symbol) ? call.Market("symbol", symbol) : null;
        if (!call.Accepted)
            return;

        ImmutableArray<ListedMarket> markets = one is null ? call.Listing.Markets : [one];
        call.ExtraWeight = one is null ? 74 : 0;
        var orders = await Task.WhenAll(markets.Select(market => market.Book.OpenOrders(call.Account, call.Aborted)));
        call.Json.WriteStartArray();
        for (var i = 0; i < orders.Length; i++)
            foreach (var order in orders[i])
                OrderJson.WriteOrder(call, markets[i], order);

        call.Json.WriteEndArray();
    }

    private static async Task CancelAll(ExchangeCall call)
    {
        var market = call.Market();
        if (!call.Accepted)
            return;

        var id = Parameters.DrawClientOrderId();
        var orders = await market!.Book.CancelAll(call.Account, id, CancellationToken.None);
        if (orders.IsEmpty)
        {
            call.Refuse(ApiRefusal.UnknownOrder);
            return;
        }

        call.Json.WriteStartArray();
        foreach (var order in orders)
            OrderJson.WriteCanceled(call, market!, order, id);

        call.Json.WriteEndArray();
    }

    private static async Task AllOrders(ExchangeCall call)
    {
        var market = call.Market();
        var orderId = call.Whole("orderId");
        var (from, to) = ReadPeriod(call);
        var limit = call.Limit(PageUsual, PageMax);
        if (!call.Accepted)
            return;

        // Without an id the newest are meant, or from a time on the oldest.
        var page = new HistoryPage(orderId is { } id ? Math.Max(1, id) : from != 0 ? 1 : 0, from, to, limit);
        var orders = await market!.Book.Orders(call.Account, page, call.Aborted);
        call.Json.WriteStartArray();
        foreach (var order in orders)
            OrderJson.WriteOrder(call, market, order);

        call.Json.WriteEndArray();
    }

    private static async Task OwnTrades(ExchangeCall call)
    {
        var market = call.Market();
        var orderId = call.Whole("orderId");
        var (from, to) = ReadPeriod(call);
        var fromId = call.Whole("fromId");
        var limit = call.Limit(PageUsual, PageMax);
        if ((fromId is not null || orderId is not null) && (from != 0 || to != 0))
            call.Refuse(ApiRefusal.OptionalCombination);

        if (!call.Accepted)
            return;

        var page = new HistoryPage(fromId is { } id ? Math.Max(1, id) : from != 0 ? 1 : 0, from, to, limit);
        var fills = orderId is { } order
            ? await FillsOf(call, market!, order, page)
            : await market!.Book.Fills(call.Account, page, call.Aborted);
        call.Json.WriteStartArray();
        foreach (var fill in fills)
            OrderJson.WriteFill(call, market!, fill);

        call.Json.WriteEndArray();
    }

    /// <summary>The fills of one order are among those made while it was open.</summary>
    private static async Task<IReadOnlyList<Fill>> FillsOf(ExchangeCall call, ListedMarket market, long orderId, HistoryPage wanted)
    {
        var found = new List<Fill>();
        if (orderId == 0 || await market.Book.Order(call.Account, new OrderRef(orderId, null), call.Aborted) is not { } order)
            return found;

        var page = new HistoryPage(Math.Max(1, wanted.FromId), order.CreatedUs, order.UpdatedUs, PageMax);
        for (var pages = 0; pages < PagesMax && found.Count < wanted.Limit; pages++)
        {
            var fills = await market.Book.Fills(call.Account, page, call.Aborted);
            foreach (var fill in fills)
                if (fill.OrderId == orderId && found.Count < wanted.Limit)
                    found.Add(fill);

            if (fills.Length < PageMax)
                break;

            page = page with { FromId = fills[^1].TradeId + 1 };
        }

        return found;
    }

    private static (long FromUs, long ToUs) ReadPeriod(ExchangeCall call)
    {
        var (from, to) = (call.From("startTime"), call.To("endTime"));
        if (from != 0 && to != 0 && to < from)
            call.Refuse(ApiRefusal.OptionalCombination);
        else if (from != 0 && to - from > DayUs + 999)
            call.Refuse(ApiRefusal.MoreThanADay);

        return (from, to);
    }
}
