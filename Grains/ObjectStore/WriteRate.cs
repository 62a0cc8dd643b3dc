namespace OrleansLld.ObjectStore;

/// <summary>How many writes came in the last minute: counts of ten seconds that take turns.</summary>
internal sealed class WriteRate(TimeProvider time)
{
    private const int Windows = 7;
    private const int FullWindows = Windows - 1;
    private static readonly TimeSpan WindowLength = TimeSpan.FromSeconds(10);

    private readonly long _start = time.GetTimestamp();
    private readonly long[] _counts = new long[Windows];
    private long _window;

    public long PerSecond
    {
        get
        {
            Advance();
            return _counts.Sum() / (FullWindows * (long)WindowLength.TotalSeconds);
        }
    }

    public void Count()
    {
        Advance();
        _counts[_window % Windows]++;
    }

    private void Advance()
    {
        var now = time.GetElapsedTime(_start).Ticks / WindowLength.Ticks;
        for (var behind = Math.Min(now - _window, Windows); behind > 0; behind--)
            _counts[(now - behind + 1) % Windows] = 0;
        _window = now;
    }
}
