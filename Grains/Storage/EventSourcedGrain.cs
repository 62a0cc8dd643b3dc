using System.Buffers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansLld.Storage;

/// <summary>
/// A grain whose state is the fold of its journal. A command decides without touching anything, raises the events, commits, and
/// answers when they are durable:
/// <code>
/// var events = _engine.Decide(command, now);   // a refusal is answered at once
/// foreach (var e in events) Raise(e);          // appended and applied in this turn, no await in between
/// await Durable();                             // shared with every command that came meanwhile
/// return reply;
/// </code>
/// </summary>
/// <remarks>
/// Derived grains are <c>[Reentrant]</c> so that commands may gather while a commit is in flight (docs/decisions/0005). A reply, of
/// a query too, is given after <see cref="Durable"/>, so it never shows what could still be lost. A failed commit deactivates the grain.
/// </remarks>
public abstract partial class EventSourcedGrain<TEvent> : Grain, IJournaled<TEvent>
{
    private Journal<TEvent>? _journal;

    /// <summary>Where the journal is stored; never changes for a given grain.</summary>
    protected abstract PartitionId Partition { get; }

    protected abstract IEventCodec<TEvent> Codec { get; }

    protected Journal<TEvent> Journal => _journal ?? throw new InvalidOperationException("The grain is not active yet.");

    /// <inheritdoc/>
    public virtual long TrimmableSequence => long.MaxValue;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var store = ServiceProvider.GetRequiredService<IGrainStore>();
        var options = ServiceProvider.GetRequiredService<IOptions<JournalOptions>>().Value;
        _journal = await Journal<TEvent>.OpenAsync(store, Partition, Codec, this, options, cancellationToken);
    }

    void IJournaled<TEvent>.Apply(in TEvent value) => Apply(value);

    void IJournaled<TEvent>.WriteSnapshot(IBufferWriter<byte> output) => WriteSnapshot(output);

    void IJournaled<TEvent>.ReadSnapshot(ReadOnlySpan<byte> input) => ReadSnapshot(input);

    void IJournaled<TEvent>.OnJournalFailed(Exception failure)
    {
        LogJournalFailed(ServiceProvider.GetRequiredService<ILogger<EventSourcedGrain<TEvent>>>(), Partition, failure);
        DeactivateOnIdle();
    }

    /// <summary>Writes the event into the next commit and applies it.</summary>
    protected void Raise(in TEvent value)
    {
        Journal.Append(value);
        Apply(value);
    }

    /// <summary>Completes when everything raised so far is durable; at once when it is already.</summary>
    protected Task Durable() => Journal.CommitAsync();

    /// <inheritdoc cref="IJournaled{TEvent}.Apply"/>
    protected abstract void Apply(in TEvent value);

    /// <inheritdoc cref="IJournaled{TEvent}.WriteSnapshot"/>
    protected abstract void WriteSnapshot(IBufferWriter<byte> output);

    /// <inheritdoc cref="IJournaled{TEvent}.ReadSnapshot"/>
    protected abstract void ReadSnapshot(ReadOnlySpan<byte> input);
}
