namespace OrleansLld.ObjectStore;

/// <summary>A step that a bucket's grain asks of a partition. Each may be repeated, also after the next.</summary>
[GenerateSerializer, Immutable, Alias("objectstore.partition-step")]
public abstract record PartitionStep
{
    private PartitionStep()
    {
    }

    /// <summary>Says how large and how busy it is, and changes nothing.</summary>
    [GenerateSerializer, Immutable, Alias("objectstore.partition-measure")]
    public sealed record Measure : PartitionStep;

    /// <summary>Begins with this range, empty: a new partition.</summary>
    /// <param name="Bucket">The bucket's name.</param>
    /// <param name="From">The first key.</param>
    /// <param name="To">The end, excluded; empty for no end.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.partition-open")]
    public sealed record Open([property: Id(0)] string Bucket, [property: Id(1)] string From, [property: Id(2)] string To) : PartitionStep;

    /// <summary>Takes no more writes from this key on: they are about to move.</summary>
    /// <param name="From">The first key that goes.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.partition-seal")]
    public sealed record Seal([property: Id(0)] string From) : PartitionStep;

    /// <summary>Copies the sealed keys of another partition and serves them from now on.</summary>
    /// <param name="Bucket">The bucket's name.</param>
    /// <param name="Source">Who has them.</param>
    /// <param name="From">The first key.</param>
    /// <param name="To">The end, excluded; empty for no end.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.partition-adopt")]
    public sealed record Adopt(
        [property: Id(0)] string Bucket,
        [property: Id(1)] IndexPartitionId Source,
        [property: Id(2)] string From,
        [property: Id(3)] string To) : PartitionStep;

    /// <summary>Removes the sealed keys if the other partition has adopted them, so a step that comes late loses nothing.</summary>
    /// <param name="Target">Who serves them.</param>
    /// <param name="From">The first key.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.partition-drop")]
    public sealed record Drop([property: Id(0)] IndexPartitionId Target, [property: Id(1)] string From) : PartitionStep;

    /// <summary>Takes no more writes at all if it is empty: the bucket ends. Its uploads are given up when it is released.</summary>
    [GenerateSerializer, Immutable, Alias("objectstore.partition-close")]
    public sealed record Close : PartitionStep;

    /// <summary>Takes writes again, after a close that another partition of the bucket refused.</summary>
    [GenerateSerializer, Immutable, Alias("objectstore.partition-reopen")]
    public sealed record Reopen : PartitionStep;
}

/// <summary>How large and how busy a partition is.</summary>
/// <param name="Objects">Newest versions that are no delete markers.</param>
/// <param name="Rows">All of its rows.</param>
/// <param name="Bytes">The sizes of all versions together.</param>
/// <param name="WritesPerSecond">Writes of the last minute.</param>
/// <param name="MiddleKey">A key that parts the rows about evenly; empty when there are too few.</param>
/// <param name="IsClosed">Whether it takes no writes because the bucket ends.</param>
[GenerateSerializer, Immutable, Alias("objectstore.partition-load")]
public sealed record PartitionLoad(
    [property: Id(0)] long Objects,
    [property: Id(1)] long Rows,
    [property: Id(2)] long Bytes,
    [property: Id(3)] long WritesPerSecond,
    [property: Id(4)] string MiddleKey,
    [property: Id(5)] bool IsClosed);
