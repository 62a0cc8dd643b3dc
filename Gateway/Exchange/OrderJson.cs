using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>Orders and fills as the API writes them.</summary>
internal static class OrderJson
{
    /// <summary>The answer to a placed order.</summary>
    public static void WritePlaced(ExchangeCall call, ListedMarket market, OrderReply reply, OrderResponse response)
    {
        var (json, order) = (call.Json, reply.Order!);
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        WriteIds(call, order);
        json.WriteString("clientOrderId"u8, order.ClientOrderId);
        json.WriteNumber("transactTime"u8, call.Time(order.UpdatedUs));
        if (response != OrderResponse.Ack)
        {
            WriteTerms(call, market, order);
            json.WriteNumber("workingTime"u8, call.Time(order.CreatedUs));
            json.WriteString("selfTradePreventionMode"u8, NameOf(order.SelfTrade));
        }

        if (response == OrderResponse.Full)
            WriteFills(call, market, reply.Fills);

        json.WriteEndObject();
    }

    /// <summary>The answer to a cancellation.</summary>
    public static void WriteCanceled(ExchangeCall call, ListedMarket market, OrderReport order, string cancellationId)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        json.WriteString("origClientOrderId"u8, order.ClientOrderId);
        WriteIds(call, order);
        json.WriteString("clientOrderId"u8, cancellationId);
        json.WriteNumber("transactTime"u8, call.Time(order.UpdatedUs));
        WriteTerms(call, market, order);
        json.WriteString("selfTradePreventionMode"u8, NameOf(order.SelfTrade));
        json.WriteEndObject();
    }

    /// <summary>An order that was asked for.</summary>
    public static void WriteOrder(ExchangeCall call, ListedMarket market, OrderReport order)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        WriteIds(call, order);
        json.WriteString("clientOrderId"u8, order.ClientOrderId);
        WriteTerms(call, market, order);
        json.WriteUnits("stopPrice"u8, 0);
        json.WriteUnits("icebergQty"u8, 0);
        json.WriteNumber("time"u8, call.Time(order.CreatedUs));
        json.WriteNumber("updateTime"u8, call.Time(order.UpdatedUs));
        json.WriteBoolean("isWorking"u8, true);
        json.WriteNumber("workingTime"u8, call.Time(order.CreatedUs));
        json.WriteString("selfTradePreventionMode"u8, NameOf(order.SelfTrade));
        json.WriteEndObject();
    }

    /// <summary>
    /// The answer to an amendment. An amended order keeps its client order id here; the execution id is the instant of the amendment
    /// in microseconds.
    /// </summary>
    public static void WriteAmended(ExchangeCall call, ListedMarket market, OrderReport order)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("transactTime"u8, call.Time(order.UpdatedUs));
        json.WriteNumber("executionId"u8, order.UpdatedUs);
        json.WriteStartObject("amendedOrder"u8);
        json.WriteString("symbol"u8, market.SymbolBytes);
        WriteIds(call, order);
        json.WriteString("origClientOrderId"u8, order.ClientOrderId);
        json.WriteString("clientOrderId"u8, order.ClientOrderId);
        json.WriteUnits("price"u8, market.PriceUnits(order.PriceTicks));
        json.WriteUnits("qty"u8, market.QuantityUnits(order.QuantityLots));
        json.WriteUnits("executedQty"u8, market.QuantityUnits(order.FilledLots));
        json.WriteUnits("preventedQty"u8, 0);
        json.WriteUnits("quoteOrderQty"u8, order.QuoteUnits);
        json.WriteUnits("cumulativeQuoteQty"u8, order.FilledQuoteUnits);
        WriteNames(call, order);
        json.WriteNumber("workingTime"u8, call.Time(order.CreatedUs));
        json.WriteString("selfTradePreventionMode"u8, NameOf(order.SelfTrade));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>An own trade.</summary>
    public static void WriteFill(ExchangeCall call, ListedMarket market, in Fill fill)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        json.WriteNumber("id"u8, fill.TradeId);
        json.WriteNumber("orderId"u8, fill.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteUnits("price"u8, market.PriceUnits(fill.PriceTicks));
        json.WriteUnits("qty"u8, market.QuantityUnits(fill.Lots));
        json.WriteUnits("quoteQty"u8, fill.QuoteUnits);
        json.WriteUnits("commission"u8, fill.FeeUnits);
        json.WriteString("commissionAsset"u8, market.FeeAsset(fill.Side));
        json.WriteNumber("time"u8, call.Time(fill.TimeUs));
        json.WriteBoolean("isBuyer"u8, fill.Side == OrderSide.Buy);
        json.WriteBoolean("isMaker"u8, fill.IsMaker);
        json.WriteBoolean("isBestMatch"u8, true);
        json.WriteEndObject();
    }

    private static void WriteFills(ExchangeCall call, ListedMarket market, ImmutableArray<Fill> fills)
    {
        var json = call.Json;
        json.WriteStartArray("fills"u8);
        foreach (var fill in fills)
        {
            json.WriteStartObject();
            json.WriteUnits("price"u8, market.PriceUnits(fill.PriceTicks));
            json.WriteUnits("qty"u8, market.QuantityUnits(fill.Lots));
            json.WriteUnits("commission"u8, fill.FeeUnits);
            json.WriteString("commissionAsset"u8, market.FeeAsset(fill.Side));
            json.WriteNumber("tradeId"u8, fill.TradeId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIds(ExchangeCall call, OrderReport order)
    {
        call.Json.WriteNumber("orderId"u8, order.OrderId);
        call.Json.WriteNumber("orderListId"u8, -1);
    }

    private static void WriteTerms(ExchangeCall call, ListedMarket market, OrderReport order)
    {
        var json = call.Json;
        json.WriteUnits("price"u8, market.PriceUnits(order.PriceTicks));
        json.WriteUnits("origQty"u8, market.QuantityUnits(order.QuantityLots));
        json.WriteUnits("executedQty"u8, market.QuantityUnits(order.FilledLots));
        json.WriteUnits("origQuoteOrderQty"u8, order.QuoteUnits);
        json.WriteUnits("cummulativeQuoteQty"u8, order.FilledQuoteUnits);
        WriteNames(call, order);
    }

    private static void WriteNames(ExchangeCall call, OrderReport order)
    {
        call.Json.WriteString("status"u8, NameOf(order.Status));
        // Binance's name for a market order's lifetime, though it never rests.
        call.Json.WriteString("timeInForce"u8, order.Type == OrderType.Market ? "GTC"u8 : NameOf(order.Lifetime));
        call.Json.WriteString("type"u8, NameOf(order.Type));
        call.Json.WriteString("side"u8, order.Side == OrderSide.Buy ? "BUY"u8 : "SELL"u8);
    }

    private static ReadOnlySpan<byte> NameOf(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW"u8,
        OrderStatus.PartiallyFilled => "PARTIALLY_FILLED"u8,
        OrderStatus.Filled => "FILLED"u8,
        OrderStatus.Canceled => "CANCELED"u8,
        OrderStatus.Expired => "EXPIRED"u8,
        OrderStatus.ExpiredInMatch => "EXPIRED_IN_MATCH"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    private static ReadOnlySpan<byte> NameOf(OrderLifetime lifetime) => lifetime switch
    {
        OrderLifetime.Gtc => "GTC"u8,
        OrderLifetime.Ioc => "IOC"u8,
        OrderLifetime.Fok => "FOK"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(lifetime)),
    };

    private static ReadOnlySpan<byte> NameOf(OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT"u8,
        OrderType.Market => "MARKET"u8,
        OrderType.LimitMaker => "LIMIT_MAKER"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static ReadOnlySpan<byte> NameOf(SelfTradePrevention prevention) => prevention switch
    {
        SelfTradePrevention.None => "NONE"u8,
        SelfTradePrevention.ExpireTaker => "EXPIRE_TAKER"u8,
        SelfTradePrevention.ExpireMaker => "EXPIRE_MAKER"u8,
        SelfTradePrevention.ExpireBoth => "EXPIRE_BOTH"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(prevention)),
    };
}
