using Microsoft.Extensions.DependencyInjection;

namespace OrleansLld.Storage;

/// <summary>
/// An event-sourced grain of which nothing is stored until it has something to say: whoever asks for keys at random leaves no trace.
/// </summary>
public abstract class DormantGrain<TEvent> : EventSourcedGrain<TEvent>
{
    private static readonly RowRange AnyRow = new(new RowKey(" "), new RowKey("~"), Limit: 1);

    private Task? _opening;

    /// <summary>Whether the grain's key is one that can have been stored.</summary>
    protected abstract bool MayBeStored { get; }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var store = ServiceProvider.GetRequiredService<IGrainStore>();
        if (!MayBeStored || (await store.ScanAsync(Partition, AnyRow, cancellationToken)).Count == 0)
            return;
        _opening = base.OnActivateAsync(cancellationToken);
        await _opening;
    }

    /// <summary>Opens the journal if it is not open yet; nothing is raised before that.</summary>
    protected async Task Wake()
    {
        try
        {
            await (_opening ??= base.OnActivateAsync(CancellationToken.None));
        }
        catch (Exception)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>As <see cref="EventSourcedGrain{TEvent}.Durable"/>; at once while nothing was ever stored.</summary>
    protected Task Settled() => _opening is null ? Task.CompletedTask : Durable();
}
