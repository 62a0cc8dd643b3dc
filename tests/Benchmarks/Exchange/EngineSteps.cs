using System.CommandLine;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace OrleansLld.Exchange;

/// <summary><c>engine-steps</c>: single steps of the engine under BenchmarkDotNet, by size of the book; open to derive from.</summary>
[MemoryDiagnoser]
public class EngineSteps
{
    private const long MidTicks = 6_000_000;
    private const int LevelsASide = 10_000;

    private EngineRun _book = new(withClientIds: false);
    private long _lastId;

    [Params(1_000, 100_000)]
    public int Resting { get; set; }

    internal static Command Command()
    {
        var command = new Command("engine-steps", "Single steps of the order book, measured by BenchmarkDotNet");
        command.SetAction(_ =>
        {
            // In this process: the generated project of the default toolchain knows nothing of our build settings.
            var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
            BenchmarkRunner.Run<EngineSteps>(ManualConfig.Create(DefaultConfig.Instance).AddJob(job));
        });
        return command;
    }

    [GlobalSetup]
    public void Fill()
    {
        _book = new EngineRun(withClientIds: false);
        var random = new Random(1);
        for (_lastId = 0; _lastId < Resting;)
        {
            var side = _lastId % 2 == 0 ? Side.Buy : Side.Sell;
            var away = random.Next(1, LevelsASide);
            Send(EngineCommandKind.Gtc, side, side == Side.Buy ? MidTicks - away : MidTicks + away, lots: 10);
        }
    }

    [Benchmark]
    public void Place_and_cancel()
    {
        Send(EngineCommandKind.Gtc, Side.Buy, MidTicks - (LevelsASide / 2), lots: 10);
        _book.Execute(new EngineCommand(EngineCommandKind.Cancel, Side.Buy, _lastId, 0, 0, 0));
    }

    [Benchmark]
    public void Place_at_the_market_and_take()
    {
        Send(EngineCommandKind.Gtc, Side.Buy, MidTicks, lots: 10);
        Send(EngineCommandKind.Ioc, Side.Sell, MidTicks, lots: 10);
    }

    private void Send(EngineCommandKind kind, Side side, long priceTicks, long lots) =>
        _book.Execute(new EngineCommand(kind, side, ++_lastId, 0, priceTicks, lots));
}
