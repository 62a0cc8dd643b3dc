namespace OrleansLld.Chat;

/// <summary>How often somebody may call: so many at once, and then so many a second. For one caller at a time.</summary>
internal sealed class CallBudget(int burst, int perSecond, TimeProvider time)
{
    private double _left = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes a call.</summary>
    /// <returns>How long to wait; zero when it may be made now.</returns>
    public TimeSpan Spend()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(burst, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
        if (_left < 1)
            return TimeSpan.FromSeconds((1 - _left) / perSecond);
        _left--;
        return TimeSpan.Zero;
    }
}
