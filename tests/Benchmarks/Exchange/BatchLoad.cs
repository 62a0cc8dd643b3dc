using System.Diagnostics;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>Batches of orders for one market, sent to its grain.</summary>
internal static class BatchLoad
{
    public const int AccountsCount = 64;

    private const long FundsUnits = 1L << 62;

    /// <summary>Accounts on all risk shards with more of each asset than they can spend.</summary>
    public static async Task<AccountId[]> Fund(IGrainFactory grains, IReadOnlyList<string> assets, CancellationToken cancellationToken)
    {
        var shards = (await grains.GetGrain<IMarketsGrain>(0).List()).RiskShards;
        AccountId[] accounts = [.. Enumerable.Range(1, AccountsCount).Select(number => new AccountId(number))];
        foreach (var account in accounts)
        {
            foreach (var asset in assets)
            {
                var shard = grains.GetGrain<IRiskShardGrain>(IMarketsGrain.ShardOf(account, shards));
                var reply = await shard.Deposit(new Deposit($"fund-{account}-{asset}", account, asset, FundsUnits), cancellationToken);
                if (reply.Refusal != DepositRefusal.None)
                    throw new InvalidOperationException($"The deposit was refused: {reply.Refusal}.");
            }
        }

        return accounts;
    }

    /// <summary>Keeps so many batches in flight until the time is over.</summary>
    public static async Task<(Percentiles Times, long Refused)> Run(
        IGrainFactory grains,
        string symbol,
        AccountId[] accounts,
        int size,
        int inFlight,
        TimeSpan duration,
        CancellationToken cancellationToken)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var book = grains.GetGrain<IOrderBookGrain>(symbol);
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
}
