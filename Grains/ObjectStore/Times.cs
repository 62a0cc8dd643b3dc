namespace OrleansLld.ObjectStore;

/// <summary>Microseconds since 1970-01-01 UTC, as rows have them.</summary>
internal static class Times
{
    public static long Us(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static long NowUs(TimeProvider time) => Us(time.GetUtcNow());

    public static DateTimeOffset At(long us) => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond);
}
