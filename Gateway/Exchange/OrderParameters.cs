namespace OrleansLld.Exchange;

/// <summary>How much of an order's answer the caller wants.</summary>
internal enum OrderResponse
{
    Ack,
    Result,
    Full,
}

/// <summary>Reads the parameters that place an order. Everything that the book would refuse by itself is refused here as well.</summary>
internal static class OrderParameters
{
    /// <summary>What <see cref="Read"/> reads, and <c>symbol</c>.</summary>
    public const string Names =
        "symbol side type timeInForce? quantity? quoteOrderQty? price? newClientOrderId? selfTradePreventionMode? newOrderRespType?";

    private static readonly ApiRefusal ZeroPrice = ApiRefusal.Rejected("Invalid price.");
    private static readonly ApiRefusal ZeroQuantity = ApiRefusal.Rejected("Invalid quantity.");
    private static readonly ApiRefusal ZeroQuote = ApiRefusal.Rejected("Invalid quote order quantity.");
    private static readonly ApiRefusal NoIceberg = ApiRefusal.Rejected("Iceberg orders are not supported for this symbol.");
    private static readonly ApiRefusal NoTrailing = ApiRefusal.Rejected("Trailing stop orders are not supported for this symbol.");
    private static readonly ApiRefusal NoPeg = ApiRefusal.Rejected("Pegged orders are not supported for this symbol.");
    private static readonly ApiRefusal NoSuchPrevention =
        ApiRefusal.Rejected("This symbol does not allow the specified self-trade prevention mode.");

    /// <summary>Reads an order.</summary>
    /// <param name="call">The request.</param>
    /// <param name="market">Where the order goes; null when that was refused.</param>
    /// <param name="response">How much of the answer is wanted.</param>
    public static PlaceOrder Read(ExchangeCall call, ListedMarket? market, out OrderResponse response)
    {
        var side = ReadSide(call);
        var type = ReadType(call);
        ForbidUnsupported(call);
        var lifetime = ReadLifetime(call, type);
        var price = ReadPrice(call, market, type);
        var quantity = ReadQuantity(call, market, "quantity");
        var quote = type == OrderType.Market ? ReadQuote(call, market, quantity) : 0;
        if (type != OrderType.Market)
        {
            call.Forbid("quoteOrderQty");
            if (quantity is null)
                call.Refuse(ApiRefusal.Missing("quantity"));
            else
                CheckNotional(call, market, price, quantity.Value);
        }

        var id = call.ClientOrderId("newClientOrderId") ?? Parameters.DrawClientOrderId();
        var prevention = ReadPrevention(call);
        response = ReadResponse(call, type);
        return new PlaceOrder(call.Account, id, side, type, lifetime, prevention, price, quantity ?? 0, quote);
    }

    /// <summary>A quantity in lots; null when it was not sent or was refused.</summary>
    public static long? ReadQuantity(ExchangeCall call, ListedMarket? market, string name)
    {
        if (call.Units(name, ZeroQuantity) is not { } units || market is null)
            return null;

        var (lots, rest) = Int128.DivRem(units, market.Terms.LotUnits);
        if (rest == 0 && lots >= market.Terms.QuantityLotsMin && lots <= market.Terms.QuantityLotsMax)
            return (long)lots;

        call.Refuse(ApiRefusal.Filter("LOT_SIZE"));
        return null;
    }

    private static OrderSide ReadSide(ExchangeCall call)
    {
        if (!call.Has("side", out var side))
            call.Refuse(ApiRefusal.Missing("side"));
        else if (side.SequenceEqual("SELL"u8))
            return OrderSide.Sell;
        else if (!side.SequenceEqual("BUY"u8))
            call.Refuse(ApiRefusal.Side);

        return OrderSide.Buy;
    }

    private static OrderType ReadType(ExchangeCall call)
    {
        if (!call.Has("type", out var type))
            call.Refuse(ApiRefusal.Missing("type"));
        else if (type.SequenceEqual("MARKET"u8))
            return OrderType.Market;
        else if (type.SequenceEqual("LIMIT_MAKER"u8))
            return OrderType.LimitMaker;
        else if (!type.SequenceEqual("LIMIT"u8))
            call.Refuse(RefusalOfType(type));

        return OrderType.Limit;
    }

    private static ApiRefusal RefusalOfType(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("STOP_LOSS"u8) ? ApiRefusal.Rejected("Stop loss orders are not supported for this symbol.")
        : type.SequenceEqual("STOP_LOSS_LIMIT"u8) ? ApiRefusal.Rejected("Stop loss limit orders are not supported for this symbol.")
        : type.SequenceEqual("TAKE_PROFIT"u8) ? ApiRefusal.Rejected("Take profit orders are not supported for this symbol.")
        : type.SequenceEqual("TAKE_PROFIT_LIMIT"u8) ? ApiRefusal.Rejected("Take profit limit orders are not supported for this symbol.")
        : ApiRefusal.OrderType;

    private static void ForbidUnsupported(ExchangeCall call)
    {
        call.Forbid("icebergQty", NoIceberg);
        call.Forbid("stopPrice");
        call.Forbid("trailingDelta", NoTrailing);
        call.Forbid("pegPriceType", NoPeg);
        call.Forbid("pegOffsetType", NoPeg);
        call.Forbid("pegOffsetValue", NoPeg);
        call.Forbid("strategyId", ApiRefusal.NotSupported);
        call.Forbid("strategyType", ApiRefusal.NotSupported);
    }

    private static OrderLifetime ReadLifetime(ExchangeCall call, OrderType type)
    {
        if (type != OrderType.Limit)
        {
            call.Forbid("timeInForce");
            return OrderLifetime.Gtc;
        }

        if (!call.Has("timeInForce", out var lifetime))
            call.Refuse(ApiRefusal.Missing("timeInForce"));
        else if (lifetime.SequenceEqual("IOC"u8))
            return OrderLifetime.Ioc;
        else if (lifetime.SequenceEqual("FOK"u8))
            return OrderLifetime.Fok;
        else if (!lifetime.SequenceEqual("GTC"u8))
            call.Refuse(ApiRefusal.Lifetime);

        return OrderLifetime.Gtc;
    }

    private static long ReadPrice(ExchangeCall call, ListedMarket? market, OrderType type)
    {
        if (type == OrderType.Market)
        {
            call.Forbid("price");
            return 0;
        }

        if (call.Units("price", ZeroPrice) is not { } units)
        {
            call.Refuse(ApiRefusal.Missing("price"));
            return 0;
        }

        if (market is null)
            return 0;

        var (ticks, rest) = Int128.DivRem(units, market.Terms.TickUnits);
        if (rest == 0 && ticks <= market.Terms.PriceTicksMax)
            return (long)ticks;

        call.Refuse(ApiRefusal.Filter("PRICE_FILTER"));
        return 0;
    }

    private static long ReadQuote(ExchangeCall call, ListedMarket? market, long? quantity)
    {
        var quote = call.Units("quoteOrderQty", ZeroQuote);
        if (quote is null && quantity is null)
            call.Refuse(ApiRefusal.MissingBoth("quantity", "quoteOrderQty"));
        else if (quote is not null && quantity is not null)
            call.Refuse(ApiRefusal.OptionalCombination);

        if (quote is not { } units || market is null)
            return 0;

        if (units >= market.Terms.NotionalUnitsMin && units <= market.Terms.NotionalUnitsMax)
            return (long)units;

        call.Refuse(ApiRefusal.Filter("NOTIONAL"));
        return 0;
    }

    private static void CheckNotional(ExchangeCall call, ListedMarket? market, long priceTicks, long lots)
    {
        if (market is null)
            return;

        var notional = market.QuoteUnits(priceTicks, lots);
        if (notional < market.Terms.NotionalUnitsMin || notional > market.Terms.NotionalUnitsMax)
            call.Refuse(ApiRefusal.Filter("NOTIONAL"));
    }

    private static SelfTradePrevention ReadPrevention(ExchangeCall call)
    {
        if (!call.Has("selfTradePreventionMode", out var mode) || mode.SequenceEqual("NONE"u8))
            return SelfTradePrevention.None;

        if (mode.SequenceEqual("EXPIRE_TAKER"u8))
            return SelfTradePrevention.ExpireTaker;

        if (mode.SequenceEqual("EXPIRE_MAKER"u8))
            return SelfTradePrevention.ExpireMaker;

        if (mode.SequenceEqual("EXPIRE_BOTH"u8))
            return SelfTradePrevention.ExpireBoth;

        var isKnown = mode.SequenceEqual("DECREMENT"u8) || mode.SequenceEqual("TRANSFER"u8);
        call.Refuse(isKnown ? NoSuchPrevention : ApiRefusal.Invalid("selfTradePreventionMode"));
        return SelfTradePrevention.None;
    }

    private static OrderResponse ReadResponse(ExchangeCall call, OrderType type)
    {
        var usual = type == OrderType.LimitMaker ? OrderResponse.Ack : OrderResponse.Full;
        if (!call.Has("newOrderRespType", out var response))
            return usual;

        if (response.SequenceEqual("ACK"u8))
            return OrderResponse.Ack;

        if (response.SequenceEqual("RESULT"u8))
            return OrderResponse.Result;

        if (!response.SequenceEqual("FULL"u8))
            call.Refuse(ApiRefusal.Invalid("newOrderRespType"));

        return OrderResponse.Full;
    }
}
