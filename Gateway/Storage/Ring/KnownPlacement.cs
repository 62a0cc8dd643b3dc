using OrleansLld.ObjectStore;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.Storage.Ring;

/// <summary>Where blobs are, as this process last heard, and by which epochs it still writes.</summary>
internal sealed class KnownPlacement(TimeProvider time)
{
    private static readonly TimeSpan FirstAnswerWithin = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<long, int> _writing = [];
    private readonly Lock _lock = new();
    private volatile RingView? _view;
    private long _askedAt;

    /// <summary>What is known; null before the first answer.</summary>
    public RingView? View => _view;

    /// <summary>Whether the last answer is young enough to act on.</summary>
    public bool IsTrusted => _view is not null && time.GetElapsedTime(Interlocked.Read(ref _askedAt)) < IPlacementGrain.Trust;

    /// <summary>What is known, where every blob is in its place by it for sure; else null.</summary>
    public RingView? SettledView => _view is { IsSettled: true } view && IsTrusted ? view : null;

    /// <summary>The oldest epoch by which a write is still going on, or the newest that is known; 0 for none.</summary>
    public long OldestEpoch
    {
        get
        {
            lock (_lock)
                return _writing.Count > 0 ? _writing.Keys.Min() : _view?.Epoch ?? 0;
        }
    }

    /// <summary>Believes an answer of the grain.</summary>
    /// <param name="placement">The answer, with an epoch in it.</param>
    /// <param name="askedAt">The time stamp of the question.</param>
    public void Take(Placement placement, long askedAt)
    {
        lock (_lock)
        {
            if (_view?.Epoch > placement.Epochs[0].Number)
                return;
            _view = RingView.Of(placement, _view);
            Interlocked.Exchange(ref _askedAt, askedAt);
        }

        _known.TrySetResult();
    }

    /// <summary>Begins a write by the newest epoch, which no blob is moved out of until the write has ended.</summary>
    /// <exception cref="StorageUnavailableException">Nothing is known, or not any more.</exception>
    public async ValueTask<EpochWrite> BeginAsync(CancellationToken cancellationToken)
    {
        if (_view is null)
            await UntilKnownAsync(cancellationToken);
        lock (_lock)
        {
            RequireTrust();
            _writing[_view!.Epoch] = _writing.GetValueOrDefault(_view.Epoch) + 1;
            return new EpochWrite(this, _view);
        }
    }

    /// <exception cref="StorageUnavailableException">What this process knows is too old.</exception>
    public void RequireTrust()
    {
        if (!IsTrusted)
            throw new StorageUnavailableException("Where blobs belong is not known at the moment.");
    }

    internal void End(RingView view)
    {
        lock (_lock)
        {
            if (--_writing[view.Epoch] == 0)
                _writing.Remove(view.Epoch);
        }
    }

    private async Task UntilKnownAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _known.Task.WaitAsync(FirstAnswerWithin, time, cancellationToken);
        }
        catch (TimeoutException silence)
        {
            throw new StorageUnavailableException("Where blobs belong is not known yet.", silence);
        }
    }
}

/// <summary>A write by an epoch; disposed of when it has ended.</summary>
internal readonly struct EpochWrite(KnownPlacement placement, RingView view) : IDisposable
{
    public RingView View => view;

    public void Dispose() => placement.End(view);
}

/// <summary>An answer of the grain as rings.</summary>
/// <param name="Epoch">The newest.</param>
/// <param name="Rings">From the newest epoch's back to the last settled one's.</param>
/// <param name="IsSettled">Whether every blob is where the newest has it.</param>
internal sealed record RingView(long Epoch, IReadOnlyList<HashRing> Rings, bool IsSettled)
{
    /// <param name="placement">The answer.</param>
    /// <param name="before">What was known, whose rings are made already.</param>
    public static RingView Of(Placement placement, RingView? before)
    {
        var epoch = placement.Epochs[0].Number;
        var isAsBefore = before?.Epoch == epoch && before.Rings.Count == placement.Epochs.Length;
        return new RingView(epoch, isAsBefore ? before!.Rings : [.. placement.Epochs.Select(RingOf)], placement.IsSettled);
    }

    public string OwnerOf(BlobId id) => Rings[0].OwnerOf(id.ToString());

    /// <summary>The owners by each epoch, the newest first.</summary>
    public IEnumerable<string> OwnersOf(BlobId id) => Rings.Select(ring => ring.OwnerOf(id.ToString())).Distinct();

    private static HashRing RingOf(PlacementEpoch epoch) =>
        new([.. epoch.Nodes.Select(node => new RingNode(node.Name, node.Weight))]);
}
