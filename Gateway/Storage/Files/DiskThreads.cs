using System.Collections.Concurrent;

namespace OrleansLld.Storage.Files;

/// <summary>Threads of one disk for the calls that wait for it, so that no thread that serves others stands still meanwhile.</summary>
internal sealed class DiskThreads : IDisposable
{
    private readonly BlockingCollection<Action> _calls = [];
    private readonly DiskHealth _health;

    public DiskThreads(DiskHealth health, int count)
    {
        _health = health;
        for (var i = 0; i < count; i++)
            new Thread(Run) { IsBackground = true, Name = $"disk {health.Name}" }.Start();
    }

    /// <summary>Makes the call when its turn comes.</summary>
    /// <exception cref="StorageUnavailableException">The disk failed.</exception>
    public Task<T> RunAsync<T>(Func<T> call)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _calls.Add(() => Answer(call, answer));
        }
        catch (InvalidOperationException ended)
        {
            throw new StorageUnavailableException("The store has stopped.", ended);
        }

        return answer.Task;
    }

    /// <summary>Makes what is in line, then ends the threads.</summary>
    public void Dispose() => _calls.CompleteAdding();

    private void Run()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
            call();
    }

    private void Answer<T>(Func<T> call, TaskCompletionSource<T> answer)
    {
        try
        {
            var result = call();
            _health.Succeeded();
            answer.SetResult(result);
        }
        catch (Exception failure)
        {
            answer.SetException(DiskHealth.IsFailure(failure) ? _health.Failed(failure) : failure);
        }
    }
}
