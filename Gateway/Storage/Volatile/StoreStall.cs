namespace OrleansLld.Storage.Volatile;

/// <summary>A stall under way; disposing of it lets the waiting operations run, in the order of their calls.</summary>
public sealed class StoreStall : IDisposable
{
    private readonly Queue<Action> _waiting = [];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<StoreStall> _end;
    private bool _ended;

    public StoreStall(Action<StoreStall> end) => _end = end;

    /// <summary>Completes when the first operation waits.</summary>
    public Task Reached => _reached.Task;

    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _end(this);
    }

    internal void Add(Action operation)
    {
        _waiting.Enqueue(operation);
        _reached.TrySetResult();
    }

    internal void RunAll()
    {
        while (_waiting.TryDequeue(out var operation))
            operation();
    }
}
