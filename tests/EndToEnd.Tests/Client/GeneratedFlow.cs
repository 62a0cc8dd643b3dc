using System.Globalization;
using System.Text;

namespace OrleansLld.Client;

/// <summary>
/// Order flow in LOBSTER's format, drawn from a seed, as a market with strict price-time priority would have reported it:
/// a naive book (sorted lists, searched from the front) decides which resting orders an aggressor meets. A book that
/// replays it must choose every maker alike and end with the same levels.
/// </summary>
internal sealed class GeneratedFlow
{
    private const int MidTicks = 58_500;
    private const int OffsetTicksMax = 20;

    private readonly Random _random;
    private readonly StringBuilder _lines = new();
    private readonly List<Resting> _bids = [];
    private readonly List<Resting> _asks = [];
    private long _lastId = 1_000;
    private int _written;

    public GeneratedFlow(int seed, int events)
    {
        _random = new Random(seed);
        while (_written < events)
            Draw();
    }

    /// <summary>Executions of orders that the flow placed.</summary>
    public int Executions { get; private set; }

    public string Lines => _lines.ToString();

    /// <summary>Price in ticks and sum of quantities, best first.</summary>
    public IEnumerable<(long Ticks, long Size)> Bids => Levels(_bids);

    public IEnumerable<(long Ticks, long Size)> Asks => Levels(_asks);

    private void Draw()
    {
        var isBuy = _random.Next(2) == 0;
        var side = isBuy ? _bids : _asks;
        var dice = _random.Next(100);
        if (dice < 55 || side.Count == 0)
            Place(isBuy);
        else if (dice < 65)
            Reduce(side[_random.Next(side.Count)]);
        else if (dice < 83)
            Delete(side, side[_random.Next(side.Count)]);
        else if (dice < 95)
            Execute(side);
        else
            Unrelated();
    }

    private void Place(bool isBuy)
    {
        var limit = isBuy ? BestOr(_asks, MidTicks + OffsetTicksMax) - 1 : BestOr(_bids, MidTicks - OffsetTicksMax) + 1;
        var ticks = isBuy ? limit - _random.Next(OffsetTicksMax) : limit + _random.Next(OffsetTicksMax);
        var order = new Resting(++_lastId, isBuy, ticks, _random.Next(1, 400));
        var side = isBuy ? _bids : _asks;
        var place = side.FindIndex(it => isBuy ? it.Ticks < ticks : it.Ticks > ticks);
        side.Insert(place < 0 ? side.Count : place, order);
        Write(1, order, order.Left);
    }

    private void Reduce(Resting order)
    {
        if (order.Left == 1)
            return;
        var size = _random.Next(1, (int)order.Left);
        order.Left -= size;
        Write(2, order, size);
    }

    private void Delete(List<Resting> side, Resting order)
    {
        side.Remove(order);
        Write(3, order, order.Left);
    }

    /// <summary>An aggressor of the other side: one line for each resting order that it meets.</summary>
    private void Execute(List<Resting> side)
    {
        for (long left = _random.Next(1, 600); left > 0 && side.Count > 0;)
        {
            var maker = side[0];
            var size = Math.Min(left, maker.Left);
            left -= size;
            maker.Left -= size;
            if (maker.Left == 0)
                side.RemoveAt(0);
            Write(4, maker, size);
            Executions++;
        }
    }

    /// <summary>Hidden executions, and orders from before the flow began.</summary>
    private void Unrelated()
    {
        var stranger = new Resting(_random.Next(1, 1_000), _random.Next(2) == 0, MidTicks, 100);
        Write(_random.Next(2, 6), stranger, _random.Next(1, 100));
    }

    private void Write(int type, Resting order, long size)
    {
        var seconds = 34_200m + (_written++ / 1_000m);
        _lines.Append(
            CultureInfo.InvariantCulture, $"{seconds},{type},{order.Id},{size},{order.Ticks * 100},{(order.IsBuy ? 1 : -1)}\n");
    }

    private static long BestOr(List<Resting> side, long none) => side.Count > 0 ? side[0].Ticks : none;

    private static IEnumerable<(long Ticks, long Size)> Levels(List<Resting> side) =>
        side.GroupBy(it => it.Ticks).Select(level => (level.Key, level.Sum(it => it.Left)));

    private sealed class Resting(long id, bool isBuy, long ticks, long left)
    {
        public long Id => id;

        public bool IsBuy => isBuy;

        public long Ticks => ticks;

        public long Left { get; set; } = left;
    }
}
