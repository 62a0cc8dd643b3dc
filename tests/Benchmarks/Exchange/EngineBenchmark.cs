using System.CommandLine;
using System.Diagnostics;

namespace OrleansLld.Exchange;

/// <summary><c>engine</c>: commands a second on one core, bytes allocated, cancel time by size of the book.</summary>
internal static class EngineBenchmark
{
    private const int Rounds = 5;
    private const int CancelsMeasured = 5_000;

    public static Command Command()
    {
        var count = new Option<int>("--commands") { Description = "Commands a round", DefaultValueFactory = _ => 2_000_000 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("engine", "The order book alone, on one core") { count, seed };
        command.SetAction(arguments => Run(arguments.GetValue(count), arguments.GetValue(seed)));
        return command;
    }

    private static void Run(int count, int seed)
    {
        Report.Begin("Engine: one book, one core");
        Report.Progress($"Drawing {count} commands…");
        var (fill, mix) = EngineMix.Draw(count, seed);
        var (ours, oursFound, naive) = (new List<Sample>(), new List<Sample>(), new List<Sample>());
        for (var round = 0; round <= Rounds; round++)
        {
            Report.Progress($"Round {round} of {Rounds} (the first is not counted)");
            var (plain, found, peer) = (new EngineRun(withClientIds: false), new EngineRun(withClientIds: true), new NaiveBook());
            ours.Add(Measure(fill, mix, plain, static (book, in it) => book.Execute(it)));
            oursFound.Add(Measure(fill, mix, found, static (book, in it) => book.Execute(it)));
            naive.Add(Measure(fill, mix, peer, static (book, in it) => book.Execute(it)));
            if (plain.Trades != peer.Trades || found.Trades != peer.Trades)
                throw new InvalidOperationException($"The books disagree: {plain.Trades}, {found.Trades} and {peer.Trades} trades.");
        }

        Console.WriteLine(
            $"9 % GTC, 3 % IOC, 6 % cancel, 82 % replace (cancel + place, counted once), {EngineMix.RestingOrders} orders resting, "
            + $"{count} commands a round, best and middle of {Rounds} rounds.");
        Console.WriteLine();
        var peerBest = Best(naive);
        Report.Table(
            ["book", "commands/s, best", "commands/s, middle", "bytes allocated a command", "against the peer"],
            Row("engine", ours, peerBest),
            Row("engine, orders found by client id", oursFound, peerBest),
            Row("peer: SortedDictionary of LinkedLists in C#", naive, peerBest));
        CancelTimes();
    }

    private static Sample Measure<TBook>(EngineCommand[] fill, EngineCommand[] mix, TBook book, Execute<TBook> execute)
    {
        foreach (ref readonly var command in fill.AsSpan())
            execute(book, command);

        // The first half brings every structure to its lasting size.
        var half = mix.Length / 2;
        foreach (ref readonly var command in mix.AsSpan(0, half))
            execute(book, command);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        foreach (ref readonly var command in mix.AsSpan(half))
            execute(book, command);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return new Sample((mix.Length - half) / seconds, (double)bytes / (mix.Length - half));
    }

    private static IReadOnlyList<string> Row(string name, List<Sample> samples, double peerBest)
    {
        var counted = samples.Skip(1).OrderBy(it => it.PerSecond).ToList();
        return
        [
            name,
            Report.Count(Best(samples)),
            Report.Count(counted[counted.Count / 2].PerSecond),
            Report.Decimal(counted.Min(it => it.BytesPerCommand)),
            $"{Report.Decimal(Best(samples) / peerBest)}×",
        ];
    }

    private static double Best(List<Sample> samples) => samples.Skip(1).Max(it => it.PerSecond);

    private static void CancelTimes()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var resting in (int[])[10_000, 100_000, 1_000_000])
        {
            Report.Progress($"Cancelling in a book of {resting}");
            var newest = Enumerable.Range(0, Rounds).Min(round => CancelNs(resting, Newest(resting), seed: round));
            var random = Enumerable.Range(0, Rounds).Min(round => CancelNs(resting, AtRandom(resting, new Random(round)), seed: round));
            rows.Add([Report.Count(resting), Report.Count(newest), Report.Count(random)]);
        }

        Console.WriteLine(
            $"{CancelsMeasured} cancels, best of {Rounds} rounds. The newest orders are the ones that traders cancel most, and are still "
            + "in the processor's caches; of orders drawn at random from a large book hardly one is, and the time is the memory's.");
        Console.WriteLine();
        Report.Table(["orders resting", "ns a cancel, newest orders", "ns a cancel, at random"], rows);
    }

    private static IEnumerable<long> Newest(int resting) => Enumerable.Range(0, CancelsMeasured).Select(back => (long)resting - back);

    private static HashSet<long> AtRandom(int resting, Random random)
    {
        var ids = new HashSet<long>();
        while (ids.Count < CancelsMeasured)
            ids.Add(random.Next(1, resting + 1));
        return ids;
    }

    private static double CancelNs(int resting, IEnumerable<long> ids, int seed)
    {
        var random = new Random(seed);
        var book = new EngineRun(withClientIds: false);
        for (var id = 1; id <= resting; id++)
        {
            var side = id % 2 == 0 ? Side.Buy : Side.Sell;
            var price = side == Side.Buy ? 6_000_000 - random.Next(1, 10_000) : 6_000_000 + random.Next(1, 10_000);
            book.Execute(new EngineCommand(EngineCommandKind.Gtc, side, id, 0, price, 10));
        }

        EngineCommand[] cancels = [.. ids.Select(id => new EngineCommand(EngineCommandKind.Cancel, Side.Buy, id, 0, 0, 0))];
        var started = Stopwatch.GetTimestamp();
        foreach (ref readonly var cancel in cancels.AsSpan())
            book.Execute(cancel);
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / cancels.Length;
    }

    private delegate void Execute<in TBook>(TBook book, in EngineCommand command);

    private readonly record struct Sample(double PerSecond, double BytesPerCommand);
}
