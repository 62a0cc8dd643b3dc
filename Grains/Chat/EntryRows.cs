using System.Globalization;
using Orleans.Serialization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// How entries are stored: a row each, in buckets of <see cref="EntriesPerBucket"/>, so that the newest page of a conversation is one short
/// scan backwards and old buckets could be moved as they are.
/// </summary>
internal sealed class EntryRows(Serializer<ChatEntry> serializer)
{
    public const int EntriesPerBucket = 4_096;

    /// <summary>The public state of the encrypted group's newest epoch.</summary>
    public static readonly RowKey GroupInfo = new("g");

    public static RowKey KeyOf(long sequence) => new(string.Create(
        CultureInfo.InvariantCulture, $"e.{sequence / EntriesPerBucket:X8}.{RowKey.Number(sequence)}"));

    public byte[] Write(ChatEntry entry) => serializer.SerializeToArray(entry);

    public ChatEntry Read(in Row row) =>
        serializer.Deserialize(row.Value) ?? throw new CorruptStorageException($"The entry {row.Key} is null.");
}
