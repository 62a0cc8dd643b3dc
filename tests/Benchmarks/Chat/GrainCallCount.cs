namespace OrleansLld.Chat;

/// <summary>Counts the calls that the grains of the chat get.</summary>
internal sealed class GrainCallCount : IIncomingGrainCallFilter
{
    private long _count;
    private long _begin;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.DeclaringType?.Namespace == typeof(IConversationGrain).Namespace)
            Interlocked.Increment(ref _count);
        return context.Invoke();
    }

    public void Begin() => _begin = Interlocked.Read(ref _count);

    /// <summary>How many there were since <see cref="Begin"/>.</summary>
    public long End() => Interlocked.Read(ref _count) - _begin;
}
