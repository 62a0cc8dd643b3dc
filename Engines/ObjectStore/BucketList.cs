using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansLld.ObjectStore;

/// <summary>
/// The buckets of an account by name. It is told by the buckets, whose messages may come late and twice: the time when a bucket was made
/// tells a bucket from a later one of its name, and who was removed lately does not come back.
/// </summary>
public sealed class BucketList
{
    /// <summary>Removed ones that are remembered.</summary>
    public const int RemovedMax = 100;

    private readonly SortedDictionary<string, ListedBucket> _buckets = new(StringComparer.Ordinal);
    private readonly List<ListedBucket> _removed = [];

    public int Count => _buckets.Count;

    /// <summary>Takes a bucket in, unless there are as many as may be. One that is or was there changes nothing.</summary>
    public BucketListRuling Add(ListedBucket bucket, int bucketsMax)
    {
        if (IsListed(bucket) || _removed.Exists(removed => removed.Name == bucket.Name && removed.At >= bucket.At))
            return new BucketListRuling(IsTaken: true, null);
        return _buckets.Count >= bucketsMax && !_buckets.ContainsKey(bucket.Name)
            ? new BucketListRuling(IsTaken: false, null)
            : new BucketListRuling(IsTaken: true, new BucketListEvent.Added(bucket));
    }

    /// <summary>Whether it is there.</summary>
    public bool IsListed(ListedBucket bucket) => _buckets.TryGetValue(bucket.Name, out var listed) && listed.At == bucket.At;

    /// <summary>What to write for a bucket that goes; null when it is not there.</summary>
    public BucketListEvent? Remove(string name) => _buckets.ContainsKey(name) ? new BucketListEvent.Removed(name) : null;

    /// <summary>A page by name.</summary>
    public ImmutableArray<ListedBucket> Page(string prefix, string after, int limit) =>
    [
        .. _buckets.Values
            .SkipWhile(bucket => string.CompareOrdinal(bucket.Name, after) <= 0)
            .Where(bucket => bucket.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Take(limit),
    ];

    public void Apply(BucketListEvent happened)
    {
        switch (happened)
        {
            case BucketListEvent.Added e:
                _buckets[e.Bucket.Name] = e.Bucket;
                break;
            case BucketListEvent.Removed e:
                _removed.Add(_buckets[e.Name]);
                _buckets.Remove(e.Name);
                if (_removed.Count > RemovedMax)
                    _removed.RemoveAt(0);
                break;
            default:
                throw new InvalidOperationException($"A list of buckets does not know {happened.GetType().Name}.");
        }
    }

    public BucketListSnapshot Snapshot() => new([.. _buckets.Values], [.. _removed]);

    /// <summary>Takes the state of a snapshot; called on an empty list.</summary>
    public void Restore(BucketListSnapshot snapshot)
    {
        foreach (var bucket in snapshot.Buckets)
            _buckets.Add(bucket.Name, bucket);
        _removed.AddRange(snapshot.Removed);
    }
}

/// <summary>What a list decided about a bucket that comes.</summary>
/// <param name="IsTaken">Whether it may be there.</param>
/// <param name="Event">What is to be written; null for nothing.</param>
public readonly record struct BucketListRuling(bool IsTaken, BucketListEvent? Event);

/// <summary>A bucket on the list.</summary>
public sealed record ListedBucket(string Name, DateTimeOffset At, string Region);

/// <summary>What happened to a list of buckets. The names are stored and never change; a new property must have a default.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Added), "added")]
[JsonDerivedType(typeof(Removed), "removed")]
public abstract record BucketListEvent
{
    private BucketListEvent()
    {
    }

    public sealed record Added(ListedBucket Bucket) : BucketListEvent;

    public sealed record Removed(string Name) : BucketListEvent;
}

/// <summary>The whole state of a list of buckets as it is stored; equal states are written equally.</summary>
public sealed record BucketListSnapshot(ImmutableArray<ListedBucket> Buckets, ImmutableArray<ListedBucket> Removed);

[JsonSerializable(typeof(BucketListEvent))]
[JsonSerializable(typeof(BucketListSnapshot))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
public sealed partial class BucketListJson : JsonSerializerContext;
