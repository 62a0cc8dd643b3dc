using System.Buffers;

namespace OrleansLld.Storage;

/// <summary>What a journal asks of the state that it keeps.</summary>
public interface IJournaled<TEvent>
{
    /// <summary>The last event that only this state's own recovery may still ask for; <see cref="long.MaxValue"/> for none.</summary>
    long TrimmableSequence { get; }

    /// <summary>Makes the event part of the state. Cannot fail: what could be refused was refused before the event was written.</summary>
    void Apply(in TEvent value);

    /// <summary>Writes the whole state in a canonical form: equal states give equal bytes.</summary>
    void WriteSnapshot(IBufferWriter<byte> output);

    /// <summary>Takes the state from what <see cref="WriteSnapshot"/> wrote; called on an empty state.</summary>
    void ReadSnapshot(ReadOnlySpan<byte> input);

    /// <summary>Called once, when a commit has failed and the journal refuses everything from now on.</summary>
    void OnJournalFailed(Exception failure);
}
