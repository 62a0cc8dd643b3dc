using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

public sealed class BookChangesTests
{
    private const int OrdersInFlow = 300;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(64 << 10)]
    [InlineData(1 << 10)]
    public async Task Whoever_resumes_anywhere_gets_what_was_told_live_after_that(int snapshotAfterBytes)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var exchange = await ExchangeCluster.Start(snapshotAfterBytes: snapshotAfterBytes);
        AccountId[] accounts = [await exchange.Account(1, 1_000, 10_000_000), await exchange.Account(2, 1_000, 10_000_000)];
        var live = new Observer();
        await exchange.MarketData.Subscribe(exchange.Silos.Client.CreateObjectReference<IMarketObserver>(live), None);

        for (var i = 0; i < OrdersInFlow; i++)
        {
            var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            await exchange.Submit(exchange.Limit(accounts[random.Next(2)], side, 49_990 + random.Next(20), 1 + random.Next(50)));
            if (random.Next(20) == 0)
                await exchange.Book.CancelAll(accounts[random.Next(2)], $"cancel-{i}", None);
        }

        var last = (await exchange.Book.Watch(exchange.Silos.Client.CreateObjectReference<IBookWatcher>(live), None)).Sequence;
        var told = await live.Until(last);
        foreach (var account in accounts)
        {
            foreach (var after in Enumerable.Range(0, 40).Select(_ => random.NextInt64(last + 1)).Append(0).Append(last))
            {
                var missed = await exchange.MarketData.Changes(account, after, last, None);
                missed.ShouldNotBeNull($"after {after} of {last}");
                missed.Value.ShouldBe(told.Where(change => change.Account == account && change.Sequence > after));
            }
        }

        GC.KeepAlive(live);
    }

    [Fact]
    public async Task Who_missed_too_much_or_knows_what_never_was_is_told_to_ask_for_the_whole()
    {
        await using var exchange = await ExchangeCluster.Start();
        var alice = await exchange.Account(1, btc: 1, usdt: 0);
        await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 300));
        var last = (await exchange.MarketData.Depth(1, None)).Sequence;

        (await exchange.MarketData.Changes(alice, last + 1, last, None)).ShouldBeNull();
        (await exchange.MarketData.Changes(alice, -1, last, None)).ShouldBeNull();
        (await exchange.MarketData.Changes(alice, last, last + 20_001, None)).ShouldBeNull();
        (await exchange.MarketData.Changes(alice, 0, last + 1, None)).ShouldBeNull();
    }

    private sealed class Observer : IMarketObserver, IBookWatcher
    {
        private readonly Lock _turn = new();
        private readonly List<OwnedOrderChange> _changes = [];
        private readonly Dictionary<long, MarketUpdate> _early = [];
        private long _told;
        private (long Sequence, TaskCompletionSource Reached) _awaited = (long.MaxValue, new());

        public Task Updated(MarketUpdate update)
        {
            lock (_turn)
            {
                // Orleans does not promise the order of one-way messages to a client.
                _early.Add(update.FirstSequence, update);
                while (_early.Remove(_told + 1, out var next))
                {
                    _changes.AddRange(next.Orders);
                    _told = next.LastSequence;
                }

                if (_told >= _awaited.Sequence)
                    _awaited.Reached.TrySetResult();
            }

            return Task.CompletedTask;
        }

        public Task Events(BookEvents events) => Task.CompletedTask;

        public async Task<List<OwnedOrderChange>> Until(long sequence)
        {
            lock (_turn)
            {
                _awaited = (sequence, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                if (_told >= sequence)
                    _awaited.Reached.SetResult();
            }

            await _awaited.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
            return _changes;
        }
    }
}
