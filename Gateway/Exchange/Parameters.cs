using System.Text;
using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

/// <summary>Reads a call's parameters. What is refused yields a placeholder; see <see cref="ExchangeCall"/>.</summary>
internal static class Parameters
{
    // Later than the year 5138 in milliseconds, earlier than March 1973 in microseconds.
    private const long MicrosecondsFrom = 100_000_000_000_000;

    // As late as milliseconds can tell.
    private const long LatestUs = MicrosecondsFrom * 1000;

    /// <summary>An optional text.</summary>
    public static bool Has(this ExchangeCall call, string name, out ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[name.Length];
        Encoding.ASCII.GetBytes(name, bytes);
        if (!call.Fields.TryGet(bytes, out value))
            return false;

        if (value.IsEmpty)
            call.Refuse(ApiRefusal.Empty(name));

        return !value.IsEmpty;
    }

    /// <summary>A parameter that may be sent but changes nothing here.</summary>
    public static void Ignore(this ExchangeCall call, ReadOnlySpan<byte> name) => _ = call.Fields.TryGet(name, out _);

    /// <summary>A parameter that must not be sent.</summary>
    public static void Forbid(this ExchangeCall call, string name, ApiRefusal? refusal = null)
    {
        if (call.Has(name, out _))
            call.Refuse(refusal ?? ApiRefusal.NotRequired(name));
    }

    /// <summary>The parameter <c>symbol</c>.</summary>
    public static ListedMarket? Market(this ExchangeCall call)
    {
        if (call.Has("symbol", out var symbol))
            return call.Market("symbol", symbol);

        call.Refuse(ApiRefusal.Missing("symbol"));
        return null;
    }

    public static ListedMarket? Market(this ExchangeCall call, string name, ReadOnlySpan<byte> symbol)
    {
        if (!ApiNames.IsSymbol(symbol))
        {
            call.Refuse(ApiRefusal.Illegal(name, ApiNames.SymbolRange));
            return null;
        }

        var market = call.Listing.Find(symbol);
        if (market is null)
            call.Refuse(ApiRefusal.Symbol);

        return market;
    }

    /// <summary>An optional whole number.</summary>
    public static long? Whole(this ExchangeCall call, string name)
    {
        if (!call.Has(name, out var text))
            return null;

        switch (WholeNumberText.Parse(text, out var number))
        {
            case WholeNumberOutcome.Exact:
                return number;
            case WholeNumberOutcome.TooGreat:
                call.Refuse(ApiRefusal.Overflow(name));
                return null;
            case WholeNumberOutcome.Illegal:
            default:
                call.Refuse(ApiRefusal.Illegal(name, WholeNumberText.LegalRange));
                return null;
        }
    }

    /// <summary>How many results; more than the most is the most.</summary>
    public static int Limit(this ExchangeCall call, int usual, int most)
    {
        var limit = call.Whole("limit") ?? usual;
        if (limit == 0)
            call.Refuse(ApiRefusal.Invalid("limit"));

        return (int)Math.Min(limit, most);
    }

    /// <summary>The beginning of a time, in microseconds; 0 when not sent, which is not the same as a time of 0.</summary>
    public static long From(this ExchangeCall call, string name) =>
        call.Whole(name) is { } time ? Math.Clamp(ToMicroseconds(time), 1, LatestUs) : 0;

    /// <summary>The end of a time, in microseconds; the whole of a millisecond counts. 0 when not sent.</summary>
    public static long To(this ExchangeCall call, string name) =>
        call.Whole(name) is { } time ? (time < MicrosecondsFrom ? ToMicroseconds(time) + 999 : Math.Clamp(time, 1, LatestUs)) : 0;

    /// <summary>A time that was sent in milliseconds or microseconds.</summary>
    public static long ToMicroseconds(long time) => time < MicrosecondsFrom ? time * 1000 : time;

    /// <summary>A decimal number above zero.</summary>
    /// <param name="call">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="zero">What to say to a zero.</param>
    public static Int128? Units(this ExchangeCall call, string name, ApiRefusal zero)
    {
        if (!call.Has(name, out var text))
            return null;

        var refusal = DecimalText.Parse(text, out var units) switch
        {
            DecimalOutcome.Illegal => ApiRefusal.IllegalDecimal(name),
            DecimalOutcome.TooPrecise => ApiRefusal.TooPrecise(name),
            DecimalOutcome.Exact => units == 0 ? zero : null,
            _ => throw new InvalidOperationException("An outcome that nobody knows."),
        };
        if (refusal is null)
            return units;

        call.Refuse(refusal);
        return null;
    }

    /// <summary>A client order id.</summary>
    public static string? ClientOrderId(this ExchangeCall call, string name)
    {
        if (!call.Has(name, out var text))
            return null;

        if (ApiNames.IsClientOrderId(text))
            return Encoding.ASCII.GetString(text);

        call.Refuse(ApiRefusal.Illegal(name, ApiNames.ClientOrderIdRange));
        return null;
    }

    /// <summary>The order that is meant, by either of its ids or by both.</summary>
    public static OrderRef Order(this ExchangeCall call, string idName, string clientIdName)
    {
        var id = call.Whole(idName);
        var clientId = call.ClientOrderId(clientIdName);
        if (id is null && clientId is null)
            call.Refuse(ApiRefusal.MissingBoth(idName, clientIdName));

        if (id == 0)
            call.Refuse(ApiRefusal.Invalid(idName));

        return new OrderRef(id ?? 0, clientId);
    }

    /// <summary>A client order id for a command that came without one.</summary>
    public static string DrawClientOrderId() => Guid.NewGuid().ToString("N");
}
