namespace OrleansLld.Exchange.Replay;

/// <summary>Lets so many pass a second, evenly; 0 lets all pass at once.</summary>
internal sealed class Pace(int perSecond, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _passed;

    public async ValueTask Next(CancellationToken cancellationToken)
    {
        if (perSecond == 0)
            return;
        var due = TimeSpan.FromSeconds((double)_passed++ / perSecond);
        var early = due - time.GetElapsedTime(_started);
        if (early > TimeSpan.FromMilliseconds(1))
            await Task.Delay(early, time, cancellationToken);
    }
}
