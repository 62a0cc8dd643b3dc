using Microsoft.Extensions.Options;
using OrleansLld.ObjectStore;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage.Ring;

/// <summary>Tells the grain which disks there are, hears from it where blobs belong, and has them moved.</summary>
internal sealed partial class PlacementWatch(
    IGrainFactory grains,
    RingDisks disks,
    KnownPlacement placement,
    BlobMover mover,
    BlobMeter meter,
    IOptions<FileBlobOptions> options,
    TimeProvider time,
    ILogger<PlacementWatch> log) : BackgroundService
{
    /// <summary>Between two passes, where the first left something.</summary>
    private static readonly TimeSpan PassesEvery = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Guid _process = Guid.NewGuid();
    private Task _moving = Task.CompletedTask;

    private IPlacementGrain Grain => grains.GetGrain<IPlacementGrain>(IPlacementGrain.Key);

    /// <summary>A process with disks that do not fit to what is stored does not begin to serve.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ConfigureAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or OrleansException or TimeoutException)
        {
            throw new StartRefusedException($"Where blobs belong could not be asked: {failure.Message}", failure);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IPlacementGrain.Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ReportAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await _moving;
        }
    }

    private async Task ConfigureAsync(CancellationToken cancellationToken)
    {
        var known = await Grain.Report(new PlacementReport(_process, 0), cancellationToken);
        var before = known.Epochs.FirstOrDefault()?.Nodes.Select(node => node.Name).ToHashSet() ?? [];
        // A disk that has had blobs shows its mark, or is not there; a new one gets it.
        foreach (var disk in disks.All.Where(disk => !before.Contains(disk.Name)))
            disk.Take();
        var askedAt = time.GetTimestamp();
        var reply = await Grain.Configure(
            [.. disks.All.Select(disk => new PlacementNode(disk.Name, disk.Weight))], [.. options.Value.GivenUp], cancellationToken);
        if (reply.Refusal != PlacementRefusal.None)
            throw new StartRefusedException(Sentence(reply));
        Take(reply.Placement, askedAt);
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        try
        {
            var answer = await Grain.Report(new PlacementReport(_process, placement.OldestEpoch), cancellationToken)
                .WaitAsync(AnswerWithin, time, cancellationToken);
            Take(answer, askedAt);
            if (answer.MayMove && _moving.IsCompleted)
                _moving = MoveAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotHeard(log, failure.Message);
        }
    }

    private async Task MoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var epoch = placement.View!.Epoch;
            if (await mover.PassAsync(cancellationToken))
            {
                var askedAt = time.GetTimestamp();
                Take(await Grain.Settle(epoch, cancellationToken), askedAt);
            }
            else
            {
                await Task.Delay(PassesEvery, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends; the next one goes on.
        }
        catch (Exception failure)
        {
            LogNotMoved(log, failure);
        }
    }

    private void Take(Placement answer, long askedAt)
    {
        placement.Take(answer, askedAt);
        meter.IsSettled = placement.View!.IsSettled;
    }

    private static string Sentence(PlacementReply reply) => reply.Refusal == PlacementRefusal.NotEmptied
        ? $"{FileBlobOptions.Section}:{nameof(FileBlobOptions.Disks)} lacks {string.Join(", ", reply.NotEmptied)}, which still has blobs. "
            + $"Add it again with the weight 0 and wait until it is empty, or name it in {FileBlobOptions.Section}:"
            + $"{nameof(FileBlobOptions.GivenUp)} if its blobs are lost."
        : $"{FileBlobOptions.Section}:{nameof(FileBlobOptions.Disks)} is no list of disks to put blobs on.";
}
