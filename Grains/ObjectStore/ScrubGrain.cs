using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Checks one bucket at a bounded rate. A timer gives the pace; while a check is under way a reminder brings the grain back, so that what
/// was begun ends.
/// </summary>
internal sealed class ScrubGrain(IGrainStore store, IBlobStore blobs, TimeProvider time, IOptions<ObjectStoreOptions> options)
    : Grain, IScrubGrain, IRemindable, IDisposable
{
    private const string ReminderName = "scrub";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly RowKey ProgressKey = new("progress");

    private PartitionLease? _lease;
    private ScrubProgress _progress = ScrubProgress.None;
    private Scrub? _scrub;
    private IGrainTimer? _timer;

    private PartitionId Partition => new("objectstore.scrub", this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Partition, ProgressKey, cancellationToken) is not { } row)
            return;
        _progress = JsonSnapshot.Read(row.Span, ScrubJson.Default.ScrubProgress);
        if (_progress.Stage == ScrubStage.Running)
            Start();
    }

    public async Task<ScrubReport> Begin(ScrubDepth depth, CancellationToken cancellationToken)
    {
        await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod, cancellationToken);
        await Store(ScrubProgress.Begun(depth, Times.NowUs(time)));
        Start();
        return _progress.Report();
    }

    public async Task<ScrubReport> Continue(CancellationToken cancellationToken)
    {
        if (_scrub is null)
            return _progress.Report();
        await _scrub.Go(options.Value.ScrubBytesPerSecond, Times.NowUs(time), cancellationToken);
        var faults = _scrub.Progress.FaultCount - _progress.FaultCount;
        await Store(_scrub.Progress);
        ObjectStoreMetrics.Scrubbed(this.GetPrimaryKeyString(), faults);
        if (_progress.Stage != ScrubStage.Running)
            await End();
        return _progress.Report();
    }

    public async Task<ScrubReport> Stop(CancellationToken cancellationToken)
    {
        if (_progress.Stage == ScrubStage.Running)
        {
            await Store(_progress.Ended(ScrubStage.Stopped, Times.NowUs(time)));
            await End();
        }

        return _progress.Report();
    }

    public Task<ScrubReport> Report(CancellationToken cancellationToken) => Task.FromResult(_progress.Report());

    // Waking up is all: the activation goes on from what is stored.
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_progress.Stage != ScrubStage.Running)
            await End();
    }

    public void Dispose() => _scrub?.Dispose();

    private void Start()
    {
        _scrub?.Dispose();
        _scrub = new Scrub(blobs, new VersionWalk(store, GrainFactory, this.GetPrimaryKeyString(), _progress.Place), _progress);
        _timer ??= this.RegisterGrainTimer(Continue, new GrainTimerCreationOptions(Pace, Pace) { KeepAlive = true });
    }

    private async Task End()
    {
        _scrub?.Dispose();
        _timer?.Dispose();
        (_scrub, _timer) = (null, null);
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private async Task Store(ScrubProgress progress)
    {
        try
        {
            _lease ??= await store.OpenAsync(Partition, default);
            var row = JsonSerializer.SerializeToUtf8Bytes(progress, ScrubJson.Default.ScrubProgress);
            await store.CommitAsync(_lease, new RowBatch().Put(ProgressKey, row), default);
        }
        catch (Exception failure)
        {
            // What is stored now, the next activation will read.
            DeactivateOnIdle();
            throw failure as StorageUnavailableException ?? new StorageUnavailableException($"{Partition} was not written.", failure);
        }

        _progress = progress;
    }
}
