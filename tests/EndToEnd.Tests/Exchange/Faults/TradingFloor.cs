using System.Globalization;

namespace OrleansLld.Exchange.Faults;

/// <summary>Programs that trade at random while something else goes wrong, and the reckoning afterwards.</summary>
public sealed class TradingFloor : IAsyncDisposable
{
    private const decimal DepositedByTheRich = 1_000_000m;

    // Not enough for all that they try, so that some orders are refused.
    private const decimal DepositedByThePoor = 1_500m;

    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(15);

    private readonly List<TradingProgram> _programs = [];
    private readonly IReadOnlyList<TestMarket> _markets;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _abandoned = new();
    private Task _trading = Task.CompletedTask;

    private TradingFloor(IReadOnlyList<TestMarket> markets) => _markets = markets;

    public static bool IsSoak => Environment.GetEnvironmentVariable("ORLEANSLLD_SOAK") == "1";

    public History History { get; } = new();

    public IReadOnlyList<TestMarket> Markets => _markets;

    /// <summary>A seed of one's own choosing repeats what the programs try, though not how the processes race.</summary>
    public static int Seed() =>
        Environment.GetEnvironmentVariable("ORLEANSLLD_SEED") is { Length: > 0 } chosen
            ? int.Parse(chosen, CultureInfo.InvariantCulture)
            : Random.Shared.Next();

    /// <summary>Starts the programs; every third is poor.</summary>
    public static Task<TradingFloor> Open(Func<Task<Trader>> newTrader, IReadOnlyList<TestMarket> markets, int traders, int seed) =>
        Open(newTrader, markets, [.. Enumerable.Range(0, traders).Select(i => i % 3 == 2 ? DepositedByThePoor : DepositedByTheRich)], seed);

    /// <summary>
    /// Starts programs that can all afford what they try. A request that a suspended gateway held back may be carried out after its
    /// repeat was refused for want of money, and a history cannot tell that from an error.
    /// </summary>
    public static Task<TradingFloor> OpenToTheRich(
        Func<Task<Trader>> newTrader, IReadOnlyList<TestMarket> markets, int traders, int seed) =>
        Open(newTrader, markets, [.. Enumerable.Repeat(DepositedByTheRich, traders)], seed);

    private static async Task<TradingFloor> Open(
        Func<Task<Trader>> newTrader, IReadOnlyList<TestMarket> markets, IReadOnlyList<decimal> amounts, int seed)
    {
        var floor = new TradingFloor(markets);
        foreach (var (i, amount) in amounts.Index())
        {
            var trader = await newTrader();
            var deposits = new Dictionary<string, decimal> { ["USDT"] = amount };
            foreach (var market in markets)
                deposits[market.Base] = amount;
            foreach (var asset in deposits.Keys)
                await trader.Deposit(asset, amount.ToString(CultureInfo.InvariantCulture));
            floor._programs.Add(new TradingProgram(i, trader, markets, deposits, floor.History, seed + i));
        }

        floor._trading = Task.WhenAll(floor._programs.Select(program => program.Trade(floor._over.Token, floor._abandoned.Token)));
        return floor;
    }

    /// <summary>Waits until so many more operations are known, which shows that trading goes on.</summary>
    public async Task GoOn(int operations)
    {
        var enough = History.Count + operations;
        while (History.Count < enough)
        {
            if (_trading.IsCompleted)
                await _trading;
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Ends trading. Every program first gets to know what became of its last request.</summary>
    public async Task Close()
    {
        await _over.CancelAsync();
        await _trading;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _abandoned.CancelAsync();
        await _trading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
        _abandoned.Dispose();
    }

    /// <summary>What the store holds now.</summary>
    public Task<Holdings> Holdings() => HoldingsReader.Read(_programs, _markets);

    // Who was answered while a shard failed has his order, and his balance follows when the shard is back.
    private async Task<Holdings> Settled()
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var holdings = await Holdings();
            var isOver = TimeProvider.System.GetElapsedTime(since) > SettledWithin;
            if (isOver || HistoryChecker.Offences(History.Operations, holdings).Count == 0)
                return holdings;
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>Compares the history with what the store holds, and says how much was run.</summary>
    public async Task Reckon(ITestOutputHelper output, string faults, int seed)
    {
        ArgumentNullException.ThrowIfNull(output);
        var holdings = await Settled();
        var orders = History.Operations.Count(operation => operation is { Request: Request.Place, Answer: Answer.Told });
        var refused = History.Operations.Count(operation => operation.Answer is Answer.Refused);
        var again = History.Operations.Sum(operation => operation.Attempts - 1);
        var story = $"seed {seed}: {faults}; {History.Count} operations, {orders} acknowledged orders, "
            + $"{holdings.Trades.Values.Sum(trades => trades.Count)} trades, {refused} refusals, {again} requests sent again, "
            + $"longest time without an acknowledged order {History.LongestGap.TotalSeconds:0.0} s";
        output.WriteLine(story);
        HistoryChecker.ShouldHold(History, holdings, story);
    }
}
