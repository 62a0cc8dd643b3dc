namespace OrleansLld.Storage.Volatile;

/// <summary>
/// Which operations of a volatile store fail, lose their answer or stall. A test scripts it; several threads may use it.
/// </summary>
/// <remarks>
/// A failure happens before the operation has any effect, a lost answer after: the caller sees the same
/// <see cref="StorageUnavailableException"/> and cannot know which it was.
/// </remarks>
public sealed class StoreFaults
{
    private static readonly int Operations = Enum.GetValues<StoreOperation>().Length;

    private readonly Lock _lock = new();
    private readonly int[] _failures = new int[Operations];
    private readonly int[] _lostAnswers = new int[Operations];
    private readonly StoreStall?[] _stalls = new StoreStall?[Operations];
    private Random? _random;
    private double _failureShare;
    private double _lostAnswerShare;

    /// <summary>The next operations of this kind fail and change nothing.</summary>
    public void FailNext(StoreOperation operation, int count = 1)
    {
        lock (_lock)
            _failures[(int)operation] += count;
    }

    /// <summary>The next operations of this kind take effect, but their caller is told that they failed.</summary>
    public void LoseAnswerOfNext(StoreOperation operation, int count = 1)
    {
        lock (_lock)
            _lostAnswers[(int)operation] += count;
    }

    /// <summary>Operations of this kind wait, in the order of their calls, until the stall is disposed of.</summary>
    public StoreStall Stall(StoreOperation operation)
    {
        lock (_lock)
        {
            if (_stalls[(int)operation] is not null)
                throw new InvalidOperationException($"{operation} is stalled already.");
            return _stalls[(int)operation] = new StoreStall(stall => End(operation, stall));
        }
    }

    /// <summary>From now on a share of all operations fails or loses its answer; the same calls in order meet the same faults.</summary>
    /// <param name="seed">Chooses the operations.</param>
    /// <param name="failures">0 to 1: the share that fails before it takes effect.</param>
    /// <param name="lostAnswers">0 to 1: the share that takes effect unseen.</param>
    public void FailRandomly(int seed, double failures, double lostAnswers)
    {
        lock (_lock)
            (_random, _failureShare, _lostAnswerShare) = (new Random(seed), failures, lostAnswers);
    }

    /// <summary>No further faults, but for stalls, which end when they are disposed of.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_failures);
            Array.Clear(_lostAnswers);
            _random = null;
        }
    }

    /// <summary>Runs the operation now or when its stall ends.</summary>
    /// <param name="operation">What it is.</param>
    /// <param name="effect">What it does.</param>
    /// <param name="failed">What to do before the caller hears of a failure or a lost answer.</param>
    public Task<T> RunAsync<T>(StoreOperation operation, Func<T> effect, Action? failed = null)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_stalls[(int)operation] is { } stall)
                stall.Add(() => Run(operation, effect, failed, answer));
            else
                Run(operation, effect, failed, answer);
        }

        return answer.Task;
    }

    private void Run<T>(StoreOperation operation, Func<T> effect, Action? failed, TaskCompletionSource<T> answer)
    {
        try
        {
            var fault = Next(operation);
            var result = fault == Fault.Failure ? throw Unavailable(operation) : effect();
            answer.SetResult(fault == Fault.LostAnswer ? throw Unavailable(operation) : result);
        }
        catch (Exception refusal)
        {
            if (refusal is StorageUnavailableException)
                failed?.Invoke();
            answer.SetException(refusal);
        }
    }

    private Fault Next(StoreOperation operation)
    {
        var share = _random?.NextDouble() ?? 1;
        if (Take(_failures, operation) || share < _failureShare)
            return Fault.Failure;
        return Take(_lostAnswers, operation) || share < _failureShare + _lostAnswerShare ? Fault.LostAnswer : Fault.None;
    }

    private static bool Take(int[] counts, StoreOperation operation)
    {
        if (counts[(int)operation] == 0)
            return false;
        counts[(int)operation]--;
        return true;
    }

    private void End(StoreOperation operation, StoreStall stall)
    {
        lock (_lock)
        {
            _stalls[(int)operation] = null;
            stall.RunAll();
        }
    }

    private static StorageUnavailableException Unavailable(StoreOperation operation) => new($"{operation} was made to fail.");

    private enum Fault
    {
        None,
        Failure,
        LostAnswer,
    }
}
