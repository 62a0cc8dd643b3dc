namespace OrleansLld.Accounts;

/// <summary>
/// Slows down whoever guesses passwords. <see cref="SignInLimits.FailuresMax"/> failures within <see cref="SignInLimits.Window"/> lock
/// sign-in; a failure after the lock locks again for twice as long, up to <see cref="SignInLimits.LockMax"/>; a success, or a window
/// without any failure, forgives everything. An attempt counts as failed from its beginning, so that attempts side by side do not
/// slip through.
/// </summary>
public sealed class SignInGuard(SignInLimits limits)
{
    private readonly Queue<DateTimeOffset> _failures = new();
    private DateTimeOffset _lockedUntil = DateTimeOffset.MinValue;
    private TimeSpan _nextLock = limits.LockMin;

    /// <summary>Begins an attempt, or says how long to wait before the next.</summary>
    /// <returns>Zero when the attempt may go on.</returns>
    public TimeSpan Begin(DateTimeOffset now)
    {
        if (now < _lockedUntil)
            return _lockedUntil - now;

        while (_failures.TryPeek(out var oldest) && now - oldest >= limits.Window)
            _failures.Dequeue();
        if (_failures.Count == 0)
            _nextLock = limits.LockMin;

        _failures.Enqueue(now);
        if (_failures.Count > limits.FailuresMax)
            _failures.Dequeue();
        if (_failures.Count == limits.FailuresMax)
        {
            _lockedUntil = now + _nextLock;
            _nextLock = _nextLock * 2 < limits.LockMax ? _nextLock * 2 : limits.LockMax;
        }

        return TimeSpan.Zero;
    }

    /// <summary>An attempt turned out well.</summary>
    public void Succeed()
    {
        _failures.Clear();
        _lockedUntil = DateTimeOffset.MinValue;
        _nextLock = limits.LockMin;
    }
}

/// <summary>How much guessing is borne.</summary>
/// <param name="FailuresMax">Failures that lock sign-in; at least 1.</param>
/// <param name="Window">Within how long.</param>
/// <param name="LockMin">The first lock.</param>
/// <param name="LockMax">The longest lock.</param>
public sealed record SignInLimits(int FailuresMax, TimeSpan Window, TimeSpan LockMin, TimeSpan LockMax);
