using Azure.Data.Tables;

namespace OrleansLld.Storage.Azure;

/// <summary>
/// The row that every write of a partition replaces, and only if it is still the one that the writer knows (ETag): whoever opened the
/// partition since has changed it, and the server refuses the write as a whole.
/// </summary>
internal sealed record PartitionHeader
{
    public const string RowKey = "h";

    /// <summary>Grows by one with each opening.</summary>
    public required long Epoch { get; init; }

    /// <summary>
    /// Who wrote this header. With <see cref="Write"/> it tells a writer whose answer was lost whether its write is there.
    /// </summary>
    public required Guid Writer { get; init; }

    /// <summary>Grows by one with each write.</summary>
    public long Write { get; init; }

    /// <summary>How many large commits there were. A reader that sees it grow starts over.</summary>
    public long Large { get; init; }

    /// <summary>The rows of the redo log of the last large commit, which is yet to be applied; 0 when there is none.</summary>
    public int LogRows { get; init; }

    /// <summary>The checksum of that log.</summary>
    public uint LogChecksum { get; init; }

    /// <summary>There may be rows of a redo log, even of one that was never finished.</summary>
    public bool Staged { get; init; }

    /// <summary>How many values are so long that they have a second row.</summary>
    public int Tails { get; init; }

    /// <summary>Whether rows that were read between these two headers are of one large commit's state.</summary>
    public bool ReadsLike(PartitionHeader other) => Large == other.Large && LogRows == other.LogRows;

    public TableEntity ToEntity(PartitionId partition) => new(partition.ToString(), RowKey)
    {
        [nameof(Epoch)] = Epoch,
        [nameof(Writer)] = Writer,
        [nameof(Write)] = Write,
        [nameof(Large)] = Large,
        [nameof(LogRows)] = LogRows,
        [nameof(LogChecksum)] = (long)LogChecksum,
        [nameof(Staged)] = Staged,
        [nameof(Tails)] = Tails,
    };

    public static PartitionHeader Of(TableEntity entity) => new()
    {
        Epoch = Required(entity.GetInt64(nameof(Epoch)), entity),
        Writer = Required(entity.GetGuid(nameof(Writer)), entity),
        Write = Required(entity.GetInt64(nameof(Write)), entity),
        Large = Required(entity.GetInt64(nameof(Large)), entity),
        LogRows = Required(entity.GetInt32(nameof(LogRows)), entity),
        LogChecksum = checked((uint)Required(entity.GetInt64(nameof(LogChecksum)), entity)),
        Staged = Required(entity.GetBoolean(nameof(Staged)), entity),
        Tails = Required(entity.GetInt32(nameof(Tails)), entity),
    };

    private static T Required<T>(T? value, TableEntity entity)
        where T : struct =>
        value ?? throw new CorruptStorageException($"The header of {entity.PartitionKey} is not what was written.");
}
