namespace OrleansLld.Storage.Ring;

/// <summary>Keeps moves to a rate on the average, so that those who write and read notice little of them.</summary>
internal sealed class MovePace(long bytesPerSecond, TimeProvider time)
{
    /// <summary>What a move costs besides its bytes: two syncs and a deletion, as if they were so many bytes.</summary>
    private const long MoveBytes = 64 << 10;

    private DateTimeOffset _free = DateTimeOffset.MinValue;

    /// <summary>Completes when so many bytes more may be moved.</summary>
    public async Task TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = _free > now ? _free : now;
        _free = from + TimeSpan.FromSeconds((bytes + MoveBytes) / (double)bytesPerSecond);
        if (from > now)
            await Task.Delay(from - now, time, cancellationToken);
    }
}
