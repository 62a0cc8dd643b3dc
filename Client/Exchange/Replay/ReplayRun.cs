using System.Globalization;
using System.Text;

namespace OrleansLld.Exchange.Replay;

/// <summary>Sends a flow to the exchange, one command after the other, and keeps count.</summary>
/// <remarks>The resting orders belong to <paramref name="makers"/> in turn, the aggressors to <paramref name="taker"/>.</remarks>
internal sealed class ReplayRun(
    ExchangeConnection connection, string symbol, IReadOnlyList<ApiKey> makers, ApiKey taker, decimal quantityScale, TimeProvider time)
{
    private const string OrderPath = "api/v3/order";
    private const string ReducePath = "api/v3/order/amend/keepPriority";

    private readonly FlowTranslation _flow = new();
    private readonly Dictionary<long, PlacedOrder> _orders = [];
    private readonly StringBuilder _query = new(256);
    private readonly List<long> _latencies = [];

    public string Symbol => symbol;

    public MakerIdentity Makers { get; } = new();

    /// <summary>Time from sending to the answer, for each command, in ticks of the time provider.</summary>
    public Latencies Latencies => new(_latencies, time.TimestampFrequency);

    /// <summary>How many commands were refused, by the exchange's code.</summary>
    public SortedDictionary<string, int> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>How many commands were answered, refusals included.</summary>
    public int Commands => _latencies.Count;

    /// <summary>Carries out one event. The failure, if any, ends the replay: the key does not work, for instance.</summary>
    public async Task<Failure?> Event(int number, LobsterEvent it, CancellationToken cancellationToken)
    {
        var step = _flow.Next(it);
        if (step.Action == ReplayAction.Skip)
            return null;
        var (method, path, key) = Command(number, step);
        var query = _query.ToString();
        var started = time.GetTimestamp();
        var reply = await connection.Signed(method, path, key, query, cancellationToken);
        _latencies.Add(time.GetTimestamp() - started);
        if ((int)reply.Status is 401 or 403 or 404)
            return new Failure(ExitCode.Refused, reply.Refusal().Code, $"The exchange does not take our commands: {reply.Refusal().Words}");
        Answered(number, step, reply);
        return null;
    }

    private (HttpMethod Method, string Path, ApiKey Key) Command(int number, in ReplayStep step)
    {
        _query.Clear().Append(CultureInfo.InvariantCulture, $"symbol={symbol}&newClientOrderId=e{number}");
        switch (step.Action)
        {
            case ReplayAction.Place:
                Order(step, "GTC", "ACK");
                return (HttpMethod.Post, OrderPath, makers[number % makers.Count]);
            case ReplayAction.Take:
                Order(step, "IOC", "FULL");
                return (HttpMethod.Post, OrderPath, taker);
            case ReplayAction.Reduce:
                var reduced = _orders[step.OrderId];
                _query.Append(CultureInfo.InvariantCulture, $"&origClientOrderId=e{reduced.Number}&newQty={step.Size * quantityScale}");
                return (HttpMethod.Put, ReducePath, reduced.Owner);
            case ReplayAction.Cancel:
                var cancelled = _orders[step.OrderId];
                _query.Append(CultureInfo.InvariantCulture, $"&origClientOrderId=e{cancelled.Number}");
                return (HttpMethod.Delete, OrderPath, cancelled.Owner);
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step.Action, "Not a command.");
        }
    }

    private void Order(in ReplayStep step, string timeInForce, string reply) =>
        _query.Append(
            CultureInfo.InvariantCulture,
            $"&side={(step.IsBuy ? "BUY" : "SELL")}&type=LIMIT&timeInForce={timeInForce}&quantity={step.Size * quantityScale}"
            + $"&price={step.Price / 10_000m}&selfTradePreventionMode=NONE&newOrderRespType={reply}");

    private void Answered(int number, in ReplayStep step, ExchangeReply reply)
    {
        if (step.Action == ReplayAction.Place)
            _orders[step.OrderId] = new PlacedOrder(number, makers[number % makers.Count]);
        if (step.Action == ReplayAction.Take)
            Makers.Executed(step.OrderId, reply.IsDone ? reply.FirstNumber("tradeId"u8) : 0);
        if (!reply.IsDone)
        {
            var code = reply.Refusal().Code;
            Refusals[code] = Refusals.GetValueOrDefault(code) + 1;
        }
        else if (step.Action == ReplayAction.Place)
            Makers.Placed(step.OrderId, reply.FirstNumber("orderId"u8));
        else if (step.Action == ReplayAction.Reduce)
            _flow.Reduced(step);
    }

    /// <summary>The event that placed an order, which names it, and whose it is.</summary>
    private readonly record struct PlacedOrder(int Number, ApiKey Owner);
}
