using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansLld.ObjectStore;

/// <summary>How much an account, or an address without one, has asked for in the running second, in this process.</summary>
internal sealed class ObjectStoreLimits(IOptions<ObjectStoreEdgeOptions> options)
{
    private const int CountersMax = 100_000;

    private readonly ConcurrentDictionary<long, SecondCounter> _accounts = new();
    private readonly ConcurrentDictionary<IPAddress, SecondCounter> _addresses = new();

    /// <summary>Counts the request; refuses what is too much.</summary>
    public void Charge(ObjectStoreCall call)
    {
        var second = call.Now.ToUnixTimeSeconds();
        var counter = call.Who.Account is { } account
            ? Of(_accounts, account.Value, second)
            : Of(_addresses, call.Http.Connection.RemoteIpAddress ?? IPAddress.None, second);
        if (counter.Add(second) > options.Value.RequestsPerSecond)
            call.Refuse(S3Error.SlowDown);
    }

    // Callers come and go; those who did not ask in this second count for nothing.
    private static SecondCounter Of<TKey>(ConcurrentDictionary<TKey, SecondCounter> counters, TKey key, long second)
        where TKey : notnull
    {
        if (counters.TryGetValue(key, out var counter))
            return counter;
        if (counters.Count > CountersMax)
        {
            foreach (var (other, old) in counters)
            {
                if (old.IsOver(second))
                    counters.TryRemove(other, out _);
            }
        }

        return counters.GetOrAdd(key, static _ => new SecondCounter());
    }

    private sealed class SecondCounter
    {
        private readonly Lock _turn = new();
        private long _second;
        private int _count;

        public int Add(long second)
        {
            lock (_turn)
            {
                if (_second != second)
                    (_second, _count) = (second, 0);
                return ++_count;
            }
        }

        public bool IsOver(long second)
        {
            lock (_turn)
                return _second != second;
        }
    }
}
