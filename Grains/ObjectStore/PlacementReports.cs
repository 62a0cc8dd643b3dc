namespace OrleansLld.ObjectStore;

/// <summary>By which epochs the processes write, as far as they told.</summary>
/// <param name="listeningSince">From when on every process that is there would have been heard.</param>
internal sealed class PlacementReports(DateTimeOffset listeningSince)
{
    private readonly Dictionary<Guid, (long OldestEpoch, DateTimeOffset At)> _reports = [];
    private DateTimeOffset _listeningSince = listeningSince;

    /// <summary>What was known is not enough any more: every process has to be heard of again.</summary>
    public void ListenFrom(DateTimeOffset now) => _listeningSince = now;

    public void Take(PlacementReport report, DateTimeOffset now)
    {
        foreach (var (process, known) in _reports)
            if (now - known.At >= IPlacementGrain.Silence)
                _reports.Remove(process);
        _reports[report.Process] = (report.OldestEpoch, now);
    }

    /// <summary>Whether no process can still write by an epoch before this one.</summary>
    public bool AreAllPast(long epoch, DateTimeOffset now) =>
        now - _listeningSince >= IPlacementGrain.Silence
        && _reports.Values.All(known => known.OldestEpoch >= epoch || now - known.At >= IPlacementGrain.Silence);
}
