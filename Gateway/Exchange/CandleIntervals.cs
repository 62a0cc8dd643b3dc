using System.Text;

namespace OrleansLld.Exchange;

/// <summary>The names of Binance's candle lengths.</summary>
internal static class CandleIntervals
{
    private const int NameLengthMax = 3;

    public static CandleInterval Read(ExchangeCall call)
    {
        if (!call.Has("interval", out var text))
            call.Refuse(ApiRefusal.Missing("interval"));
        else if (text.Length <= NameLengthMax && Find(Encoding.ASCII.GetString(text)) is { } interval)
            return interval;
        else
            call.Refuse(ApiRefusal.Interval);

        return default;
    }

    private static CandleInterval? Find(string name) => name switch
    {
        "1s" => CandleInterval.OneSecond,
        "1m" => CandleInterval.OneMinute,
        "3m" => CandleInterval.ThreeMinutes,
        "5m" => CandleInterval.FiveMinutes,
        "15m" => CandleInterval.FifteenMinutes,
        "30m" => CandleInterval.ThirtyMinutes,
        "1h" => CandleInterval.OneHour,
        "2h" => CandleInterval.TwoHours,
        "4h" => CandleInterval.FourHours,
        "6h" => CandleInterval.SixHours,
        "8h" => CandleInterval.EightHours,
        "12h" => CandleInterval.TwelveHours,
        "1d" => CandleInterval.OneDay,
        "3d" => CandleInterval.ThreeDays,
        "1w" => CandleInterval.OneWeek,
        "1M" => CandleInterval.OneMonth,
        _ => null,
    };
}
