using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansLld.Exchange;

/// <summary>
/// The weight that addresses and the orders that accounts use up, in this process, in windows that begin with the minute, every ten
/// seconds and with the day (UTC).
/// </summary>
internal sealed class RequestLimits(IOptions<ExchangeApiOptions> options)
{
    private const long SecondUs = 1_000_000;
    private const long MinuteUs = 60 * SecondUs;
    private const long TenSecondsUs = 10 * SecondUs;
    private const long DayUs = 24 * 60 * MinuteUs;
    private const int CountersMax = 100_000;

    private readonly ConcurrentDictionary<IPAddress, WindowCounter> _weights = new();
    private readonly ConcurrentDictionary<long, OrderCounters> _orders = new();

    public ExchangeApiOptions Options { get; } = options.Value;

    /// <summary>Counts a request's weight against its address; refuses what is too much.</summary>
    public void ChargeWeight(ExchangeCall call, int weight)
    {
        var address = call.Http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!_weights.TryGetValue(address, out var counter))
        {
            Trim(_weights, static (counter, nowUs) => counter.IsOver(nowUs, MinuteUs), call.NowUs);
            counter = _weights.GetOrAdd(address, static _ => new WindowCounter());
        }

        var used = counter.Add(weight, call.NowUs, MinuteUs);
        var headers = call.Http.Response.Headers;
        var text = used.ToString(CultureInfo.InvariantCulture);
        headers["X-MBX-USED-WEIGHT"] = text;
        headers["X-MBX-USED-WEIGHT-1M"] = text;
        if (used <= Options.WeightPerMinute)
            return;

        call.Refuse(ApiRefusal.TooMuchWeight(Options.WeightPerMinute));
        headers.RetryAfter = (1 + ((MinuteUs - (call.NowUs % MinuteUs)) / SecondUs)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Counts a new order against its account; refuses what is too much.</summary>
    /// <returns>Whether the order may go on.</returns>
    public bool ChargeOrder(ExchangeCall call)
    {
        if (!_orders.TryGetValue(call.Account.Value, out var counters))
        {
            Trim(_orders, static (counters, nowUs) => counters.Day.IsOver(nowUs, DayUs), call.NowUs);
            counters = _orders.GetOrAdd(call.Account.Value, static _ => new OrderCounters(new(), new()));
        }

        var tenSeconds = counters.TenSeconds.Add(1, call.NowUs, TenSecondsUs);
        var day = counters.Day.Add(1, call.NowUs, DayUs);
        var headers = call.Http.Response.Headers;
        headers["X-MBX-ORDER-COUNT-10S"] = tenSeconds.ToString(CultureInfo.InvariantCulture);
        headers["X-MBX-ORDER-COUNT-1D"] = day.ToString(CultureInfo.InvariantCulture);
        if (tenSeconds > Options.OrdersPerTenSeconds)
            call.Refuse(ApiRefusal.TooManyOrders(Options.OrdersPerTenSeconds, "10 SECOND"));
        else if (day > Options.OrdersPerDay)
            call.Refuse(ApiRefusal.TooManyOrders(Options.OrdersPerDay, "1 DAY"));

        return call.Refusal is null;
    }

    /// <summary>How many orders the account has placed in the running ten seconds and in the running day.</summary>
    public (long TenSeconds, long Day) OrdersOf(ExchangeCall call) => _orders.TryGetValue(call.Account.Value, out var counters)
        ? (counters.TenSeconds.Add(0, call.NowUs, TenSecondsUs), counters.Day.Add(0, call.NowUs, DayUs))
        : (0, 0);

    // Addresses and accounts come and go; those whose windows are over count for nothing.
    private static void Trim<TKey, TValue>(ConcurrentDictionary<TKey, TValue> counters, Func<TValue, long, bool> isOver, long nowUs)
        where TKey : notnull
    {
        if (counters.Count <= CountersMax)
            return;

        foreach (var (key, counter) in counters)
            if (isOver(counter, nowUs))
                counters.TryRemove(key, out _);
    }

    private sealed record OrderCounters(WindowCounter TenSeconds, WindowCounter Day);

    private sealed class WindowCounter
    {
        private readonly Lock _turn = new();
        private long _window;
        private long _used;

        public long Add(int amount, long nowUs, long lengthUs)
        {
            lock (_turn)
            {
                if (_window != nowUs / lengthUs)
                    (_window, _used) = (nowUs / lengthUs, 0);

                return _used += amount;
            }
        }

        public bool IsOver(long nowUs, long lengthUs)
        {
            lock (_turn)
            {
                return _window != nowUs / lengthUs;
            }
        }
    }
}
