using System.Diagnostics;

namespace OrleansLld.Storage;

/// <summary>
/// Commits of one lease, one in flight at a time: whatever is asked for meanwhile shares the next. After a failure everything is refused:
/// what memory says may differ from what is stored, and only a new activation can tell.
/// </summary>
/// <param name="store">Where to.</param>
/// <param name="lease">The right to write.</param>
/// <param name="take">Gives everything gathered so far; called when a commit begins.</param>
/// <param name="committed">Called when that is durable, with the time it took, before whoever waits hears of it.</param>
/// <param name="failed">Called once, when a commit has failed.</param>
internal sealed class GroupCommit(
    IGrainStore store, PartitionLease lease, Func<RowBatch> take, Action<TimeSpan> committed, Action<Exception> failed)
{
    private TaskCompletionSource? _next;
    private bool _writing;
    private Exception? _failure;

    /// <summary>Completes when the commit that began last is durable.</summary>
    public Task InFlight { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when everything gathered before this call is durable.</summary>
    public Task RequestAsync()
    {
        ThrowIfFailed();
        _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var durable = _next.Task;
        if (!_writing)
            _ = WriteAsync();
        return durable;
    }

    public void ThrowIfFailed()
    {
        if (_failure is not null)
            throw Refusal();
    }

    private async Task WriteAsync()
    {
        _writing = true;
        while (_next is { } waiting)
        {
            _next = null;
            InFlight = waiting.Task;
            var started = Stopwatch.GetTimestamp();
            try
            {
                await store.CommitAsync(lease, take(), CancellationToken.None);
            }
            catch (Exception failure)
            {
                Fail(failure, waiting);
                return;
            }

            committed(Stopwatch.GetElapsedTime(started));
            waiting.SetResult();
        }

        _writing = false;
    }

    private void Fail(Exception failure, TaskCompletionSource waiting)
    {
        _failure = failure;
        var refusal = Refusal();
        waiting.SetException(refusal);
        _next?.SetException(refusal);
        _next = null;
        failed(failure);
    }

    private StorageUnavailableException Refusal() =>
        new($"The last commit of {lease.Partition} failed; whether it was applied is known when the grain is active again.", _failure);
}
