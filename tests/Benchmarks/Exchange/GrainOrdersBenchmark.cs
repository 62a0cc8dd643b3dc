using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary><c>grain-orders</c>: batches of orders through the grains of one market, each durable before it is answered.</summary>
internal sealed class GrainOrdersBenchmark
{
    private const string Symbol = "BTCUSDT";
    private const int AccountsCount = 64;
    private const long FundsUnits = 1L << 62;

    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _port = new("--port") { Description = "The first of two free ports", DefaultValueFactory = _ => 18_520 };
    private readonly Option<int> _inFlight = new("--in-flight")
    {
        Description = "Batches sent before the first of them is answered",
        DefaultValueFactory = _ => 4,
    };

    public static Command Command()
    {
        var it = new GrainOrdersBenchmark();
        var command = new Command("grain-orders", "Batches through IOrderBookGrain.Submit in one process, on RocksDB")
        {
            it._seconds, it._port, it._inFlight,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (seconds, inFlight) = (arguments.GetValue(_seconds), arguments.GetValue(_inFlight));
        Report.Begin("Orders through grains: one market, RocksDB synced before the answer");
        var folder = Directory.CreateTempSubdirectory("orleanslld-grains-").FullName;
        try
        {
            using var host = Silo(folder, arguments.GetValue(_port));
            await host.StartAsync(cancellationToken);
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var accounts = await Fund(grains, cancellationToken);
            var rows = new List<IReadOnlyList<string>>();
            foreach (var size in (int[])[64, 256, 1_000])
            {
                Report.Progress($"Batches of {size}");
                await Load(grains, accounts, size, inFlight, TimeSpan.FromSeconds(seconds / 2.0), cancellationToken);
                rows.Add(await Row(grains, accounts, size, inFlight, TimeSpan.FromSeconds(seconds), cancellationToken));
            }

            await host.StopAsync(cancellationToken);
            Console.WriteLine(
                $"{AccountsCount} accounts on all risk shards, {inFlight} batches in flight; of four orders two rest, one takes, one "
                + "cancels. Client and silo share the process.");
            Console.WriteLine();
            Report.Table(["orders a batch", "orders/s", "p50 ms a batch", "p99 ms a batch", "refused", "cores"], rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IHost Silo(string folder, int port)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Data"] = folder, ["Demo"] = "true" });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(port, port + 1).AddGrainStore().AddExchange());
        return builder.Build();
    }

    private static async Task<AccountId[]> Fund(IGrainFactory grains, CancellationToken cancellationToken)
    {
        var shards = (await grains.GetGrain<IMarketsGrain>(0).List()).RiskShards;
        AccountId[] accounts = [.. Enumerable.Range(1, AccountsCount).Select(number => new AccountId(number))];
        foreach (var account in accounts)
        {
            foreach (var asset in (string[])["BTC", "USDT"])
            {
                var shard = grains.GetGrain<IRiskShardGrain>(IMarketsGrain.ShardOf(account, shards));
                var reply = await shard.Deposit(new Deposit($"fund-{account}-{asset}", account, asset, FundsUnits), cancellationToken);
                if (reply.Refusal != DepositRefusal.None)
                    throw new InvalidOperationException($"The deposit was refused: {reply.Refusal}.");
            }
        }

        return accounts;
    }

    private static async Task<IReadOnlyList<string>> Row(
        IGrainFactory grains, AccountId[] accounts, int size, int inFlight, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var self = Process.GetCurrentProcess();
        var (processor, started) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var (times, refused) = await Load(grains, accounts, size, inFlight, duration, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        self.Refresh();
        return
        [
            Report.Count(size), Report.Count(times.Count * (double)size / elapsed.TotalSeconds), Report.Decimal(times.Ms(0.5)),
            Report.Decimal(times.Ms(0.99)), Report.Count(refused), Report.Decimal((self.TotalProcessorTime - processor) / elapsed),
        ];
    }

    private static async Task<(Percentiles Times, long Refused)> Load(
        IGrainFactory grains, AccountId[] accounts, int size, int inFlight, TimeSpan duration, CancellationToken cancellationToken)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var book = grains.GetGrain<IOrderBookGrain>(Symbol);
        var senders = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(sender => Task.Run(
            async () =>
            {
                var script = new OrderBatches(accounts, $"{Stopwatch.GetTimestamp():x}-{sender}");
                var (times, refused) = (new List<long>(), 0L);
                while (Stopwatch.GetTimestamp() < until)
                {
                    var batch = script.Next(size);
                    var started = Stopwatch.GetTimestamp();
                    var replies = await book.Submit(batch, cancellationToken);
                    times.Add(Stopwatch.GetTimestamp() - started);
                    refused += replies.Count(reply => reply.Refusal != OrderRefusal.None);
                }

                return (times, refused);
            },
            cancellationToken)));
        return (new Percentiles(senders.SelectMany(it => it.times)), senders.Sum(it => it.refused));
    }

    /// <summary>
    /// Of four orders one rests away from the market, one rests at it, one takes as much, and one cancels the first.
    /// </summary>
    private sealed class OrderBatches(AccountId[] accounts, string prefix)
    {
        private const long MidTicks = 6_000_000;
        private const long AwayTicks = 5_000_000;
        private const long Lots = 1_000;

        private long _number;

        public ImmutableArray<OrderCommand> Next(int size)
        {
            var batch = ImmutableArray.CreateBuilder<OrderCommand>(size);
            while (batch.Count < size)
                batch.Add(Next());
            return batch.MoveToImmutable();
        }

        private OrderCommand Next()
        {
            var number = _number++;
            var step = (int)(number % 4);
            var account = accounts[number / 4 % accounts.Length];
            var id = $"{prefix}-{number}";
            return step switch
            {
                0 => Place(account, id, OrderSide.Buy, OrderLifetime.Gtc, AwayTicks),
                1 => Place(account, id, OrderSide.Buy, OrderLifetime.Gtc, MidTicks),
                2 => Place(accounts[(number + 1) % accounts.Length], id, OrderSide.Sell, OrderLifetime.Ioc, MidTicks),
                _ => new CancelOrder(account, id, new OrderRef(0, $"{prefix}-{number - 3}")),
            };
        }

        private static PlaceOrder Place(AccountId account, string id, OrderSide side, OrderLifetime lifetime, long ticks) =>
            new(account, id, side, OrderType.Limit, lifetime, SelfTradePrevention.None, ticks, Lots, QuoteUnits: 0);
    }
}
