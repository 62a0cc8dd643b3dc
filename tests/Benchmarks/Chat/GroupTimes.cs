using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Chat;

/// <summary>When each member of a group got each message.</summary>
internal sealed class GroupTimes(int members)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Round _round = new("", [], members);
    private int _rounds;

    /// <summary>Called by each member for what it got, if members acknowledge.</summary>
    public Action<int, long>? Acknowledge { get; set; }

    public bool IsAcknowledged { get; set; }

    /// <summary>A load begins.</summary>
    /// <param name="messages">How many there will be.</param>
    /// <param name="intended">When the message of a number should be sent.</param>
    public void Begin(int messages, Func<long, long> intended) => _round = new Round(
        string.Create(CultureInfo.InvariantCulture, $"{++_rounds}-"),
        [.. Enumerable.Range(0, messages).Select(number => intended(number))],
        members);

    public string ClientIdOf(int number) => _round.Prefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A member's connection hears something.</summary>
    public void Take(int member, string method, JsonElement arguments)
    {
        if (method != "Entries")
            return;
        var round = _round;
        foreach (var entry in arguments[0].GetProperty("entries"u8).EnumerateArray())
        {
            var id = entry.GetProperty("clientId"u8).GetString()!;
            if (round.Prefix.Length == 0 || !id.StartsWith(round.Prefix, StringComparison.Ordinal))
                continue;
            round.Note(int.Parse(id.AsSpan(round.Prefix.Length), CultureInfo.InvariantCulture));
            if (IsAcknowledged)
                Acknowledge?.Invoke(member, entry.GetProperty("sequence"u8).GetInt64());
        }
    }

    /// <summary>Waits until everybody has everything, or for a while.</summary>
    public async Task<GroupResult> End(long started)
    {
        var round = _round;
        await Task.WhenAny(round.Complete, Task.Delay(Patience));
        return round.Result(Stopwatch.GetElapsedTime(started));
    }

    private sealed class Round(string prefix, long[] intended, int members)
    {
        private readonly ConcurrentBag<long> _each = [];
        private readonly int[] _got = new int[intended.Length];
        private readonly long[] _last = new long[intended.Length];
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = intended.Length * members;

        public string Prefix => prefix;

        public Task Complete => _complete.Task;

        public void Note(int number)
        {
            var time = Stopwatch.GetTimestamp() - intended[number];
            _each.Add(time);
            if (Interlocked.Increment(ref _got[number]) == members)
                _last[number] = time;
            if (Interlocked.Decrement(ref _left) == 0)
                _complete.TrySetResult();
        }

        public GroupResult Result(TimeSpan elapsed) => new(
            elapsed, new Percentiles(_last.Where(time => time > 0)), new Percentiles(_each), Math.Max(0, _left));
    }
}

/// <summary>What a load on a group came to.</summary>
/// <param name="Elapsed">From the first message to the last delivery.</param>
/// <param name="Last">Of each message, until the last member had it.</param>
/// <param name="Each">Of each delivery.</param>
/// <param name="Missing">Deliveries that did not come.</param>
internal sealed record GroupResult(TimeSpan Elapsed, Percentiles Last, Percentiles Each, int Missing);
