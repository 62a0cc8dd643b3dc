using System.Globalization;

namespace OrleansLld.Exchange.Replay;

/// <summary>
/// Counts for how many executions our book chose the same resting order first as the market did.
/// </summary>
/// <remarks>
/// Binance's replies name a trade's number but not the order on the other side. The resting orders belong to accounts of
/// their own, so each trade's maker is looked up in those accounts' trades, in pages after the replay.
/// </remarks>
internal sealed class MakerIdentity
{
    private const int PageMax = 1_000;

    private readonly Dictionary<long, long> _flowOrderOf = [];
    private readonly Dictionary<long, long> _executedByTrade = [];
    private long _firstTrade = long.MaxValue;
    private long _lastTrade;

    /// <summary>Executions counted, whether or not our book traded.</summary>
    public int Executions { get; private set; }

    /// <summary>Those with the same first maker.</summary>
    public int Same { get; private set; }

    /// <summary>The exchange's number for an order of the flow.</summary>
    public void Placed(long flowOrderId, long orderId) => _flowOrderOf[orderId] = flowOrderId;

    /// <summary>The market executed that order; our first trade was this, or 0 when there was none.</summary>
    public void Executed(long flowOrderId, long firstTradeId)
    {
        Executions++;
        if (firstTradeId == 0)
            return;
        _executedByTrade[firstTradeId] = flowOrderId;
        _firstTrade = Math.Min(_firstTrade, firstTradeId);
        _lastTrade = Math.Max(_lastTrade, firstTradeId);
    }

    /// <summary>Looks up the makers; <see cref="Same"/> is right afterwards.</summary>
    public async Task<Failure?> Resolve(
        ExchangeConnection connection, string symbol, IReadOnlyList<ApiKey> makers, CancellationToken cancellationToken)
    {
        Same = 0;
        foreach (var maker in makers)
        {
            for (var from = _firstTrade; from <= _lastTrade;)
            {
                var query = string.Create(CultureInfo.InvariantCulture, $"symbol={symbol}&fromId={from}&limit={PageMax}");
                var reply = await connection.Signed(HttpMethod.Get, "api/v3/myTrades", maker, query, cancellationToken);
                if (!reply.IsDone)
                {
                    var (code, words) = reply.Refusal();
                    return new Failure(ExitCode.Refused, code, $"Could not look up the makers: {words}");
                }

                if (Page(reply) is not { } last)
                    break;
                from = last + 1;
            }
        }

        return null;
    }

    /// <summary>Counts a page's trades and answers the last one's number; null when the page is empty.</summary>
    private long? Page(ExchangeReply reply)
    {
        using var json = reply.Json();
        long? last = null;
        foreach (var trade in json.RootElement.EnumerateArray())
        {
            last = trade.GetProperty("id").GetInt64();
            if (_executedByTrade.TryGetValue(last.Value, out var executed)
                && _flowOrderOf.TryGetValue(trade.GetProperty("orderId").GetInt64(), out var chosen)
                && chosen == executed)
            {
                Same++;
            }
        }

        return last;
    }
}
