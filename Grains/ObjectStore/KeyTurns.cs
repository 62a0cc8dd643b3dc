namespace OrleansLld.ObjectStore;

/// <summary>
/// Lets the commands on one key take turns, in the order in which they come, while those on other keys go on. Used on the grain's own
/// scheduler only.
/// </summary>
internal sealed class KeyTurns
{
    private readonly Dictionary<string, Queue<TaskCompletionSource>?> _taken = [];

    /// <summary>Completes when nobody else has the key's turn; disposing of it ends the turn.</summary>
    public async ValueTask<IDisposable> TakeAsync(string key)
    {
        if (!_taken.TryAdd(key, null))
        {
            var waiting = _taken[key] ??= [];
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            await turn.Task;
        }

        return new Turn(this, key);
    }

    // The turn passes on without becoming free, so that nobody overtakes those who wait.
    private void End(string key)
    {
        if (_taken[key]?.TryDequeue(out var next) == true)
            next.SetResult();
        else
            _taken.Remove(key);
    }

    private sealed class Turn(KeyTurns turns, string key) : IDisposable
    {
        public void Dispose() => turns.End(key);
    }
}
