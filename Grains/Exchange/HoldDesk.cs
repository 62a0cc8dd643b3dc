using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// Gets the funds of new orders held at the shards of their accounts. One call to a shard is under way at a time; what comes meanwhile
/// shares the next.
/// </summary>
internal sealed class HoldDesk(string symbol, long epoch, IGrainFactory grains, int shards, Action<string> onBroken)
{
    public const int HoldsACallMax = 1_000;

    private readonly Window?[] _windows = new Window?[shards];

    /// <summary>What each order got, in order; −1 where the account has not enough.</summary>
    /// <exception cref="StorageUnavailableException">A shard did not answer; the book gives up.</exception>
    public async Task<long[]> Hold(ReadOnlyMemory<HoldRequest> requests)
    {
        var granted = new long[requests.Length];
        var pending = new List<Task>();
        for (var i = 0; i < granted.Length; i++)
        {
            var shard = IMarketsGrain.ShardOf(requests.Span[i].Account, shards);
            _windows[shard] ??= new Window(symbol, epoch, grains.GetGrain<IRiskShardGrain>(shard));
            var answered = _windows[shard]!.Add(requests.Span[i], granted, i);
            if (pending.Count == 0 || !ReferenceEquals(pending[^1], answered))
                pending.Add(answered);
        }

        try
        {
            await Task.WhenAll(pending);
            return granted;
        }
        catch (Exception failure) when (failure is not ArgumentException)
        {
            // Whether the funds are held is unknown: the next activation reclaims what no event confirms.
            onBroken(failure.Message);
            throw new StorageUnavailableException("The funds could not be set aside; nothing was placed.", failure);
        }
    }

    private sealed class Window(string symbol, long epoch, IRiskShardGrain shard)
    {
        private readonly List<Call> _waiting = [];
        private bool _calling;

        public Task Add(in HoldRequest request, long[] granted, int index)
        {
            if (_waiting.Count == 0 || _waiting[^1].Requests.Count == HoldsACallMax)
                _waiting.Add(new Call());
            var call = _waiting[^1];
            call.Requests.Add(request);
            call.Answers.Add((granted, index));
            if (!_calling)
                _ = CallAsync();
            return call.Done.Task;
        }

        private async Task CallAsync()
        {
            _calling = true;
            // Lets the rest of the orders of this turn join the first call.
            await Task.Yield();
            while (_waiting.Count > 0)
            {
                var call = _waiting[0];
                _waiting.RemoveAt(0);
                try
                {
                    call.Answer(await AskAsync(call.Requests.ToImmutable()));
                }
                catch (Exception failure)
                {
                    call.Done.SetException(failure);
                }
            }

            _calling = false;
        }

        // A shard that moved to another silo is asked again: it knows a hold that it has already by its order.
        private async Task<ImmutableArray<long>> AskAsync(ImmutableArray<HoldRequest> requests)
        {
            try
            {
                return await shard.Hold(symbol, epoch, requests, CancellationToken.None);
            }
            catch (Exception failure) when (failure is StorageUnavailableException or Orleans.Runtime.SiloUnavailableException)
            {
                return await shard.Hold(symbol, epoch, requests, CancellationToken.None);
            }
        }
    }

    private sealed class Call
    {
        public ImmutableArray<HoldRequest>.Builder Requests { get; } = ImmutableArray.CreateBuilder<HoldRequest>();

        public List<(long[] Granted, int Index)> Answers { get; } = [];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer(ImmutableArray<long> held)
        {
            for (var i = 0; i < held.Length; i++)
                Answers[i].Granted[Answers[i].Index] = held[i];
            Done.SetResult();
        }
    }
}
