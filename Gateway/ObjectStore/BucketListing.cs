using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

// A bucket's keys are in partitions by range, so a page is gathered from one partition after the other, from where the page begins until
// it is full. Each is asked for what comes after the last that was told, whatever its range: so a common prefix that several partitions
// have is told once, and keys that move meanwhile are neither lost nor told twice.

/// <summary>A page of a bucket, whatever partitions it is in.</summary>
internal sealed class BucketListing(BucketIndex index)
{
    private const int MovesMax = 10;

    /// <summary>Gathers a page.</summary>
    /// <returns>The page; null when the bucket is gone.</returns>
    /// <exception cref="TimeoutException">The bucket's keys do not come to rest.</exception>
    public async ValueTask<ListingPage?> Gather(KnownBucket bucket, ListingQuestion question, CancellationToken cancellationToken)
    {
        var page = new ListingPage(question.From);
        if (question.Limit == 0)
            return page;

        var known = bucket;
        var from = Later(question.From.Key, question.Prefix);
        for (var moves = 0; ;)
        {
            var place = Passing(known, known.PlaceOf(from), page.Last);
            var reply = await known.PartitionAt(place).List(Ask(question, page), cancellationToken);
            if (reply.Outcome == WriteOutcome.NoSuchBucket)
                return null;
            if (reply.Outcome == WriteOutcome.Done)
            {
                page.Take(reply, question.Limit);
                if (page.IsTruncated)
                    return page;
                if (reply.IsTruncated)
                    continue;
                if (reply.End.Length == 0 || IsBeyond(reply.End, question.Prefix))
                    return page;
                from = reply.End;
                if (IsNext(known, place, reply.End))
                    continue;
            }

            // Keys have moved since the map was told.
            if (++moves == MovesMax)
                throw new TimeoutException($"The index of bucket {bucket.Name} does not come to rest.");
            if (await index.Renew(known, moves, cancellationToken) is not { } renewed)
                return null;
            known = renewed;
        }
    }

    // One more than fits tells whether there is more: also when the rest of the partitions is empty.
    private static ListObjects Ask(ListingQuestion question, ListingPage page) => new(
        question.Kind,
        question.Prefix,
        question.Delimiter,
        page.Last.Key,
        page.Last.Id,
        page.Last.IsPrefix,
        Math.Max(1, question.Limit - page.Count));

    /// <summary>Passes the partitions all of whose keys begin with the common prefix that was told last.</summary>
    private static int Passing(KnownBucket known, int place, ListingPlace last)
    {
        var ranges = known.Settings.Index;
        while (last.IsPrefix
            && place + 1 < ranges.Length
            && ranges[place].From.StartsWith(last.Key, StringComparison.Ordinal)
            && ranges[place + 1].From.StartsWith(last.Key, StringComparison.Ordinal))
            place++;
        return place;
    }

    private static bool IsNext(KnownBucket known, int place, string from) =>
        place + 1 < known.PartitionCount && known.Settings.Index[place + 1].From == from;

    private static bool IsBeyond(string from, string prefix) =>
        !from.StartsWith(prefix, StringComparison.Ordinal) && ObjectKey.Compare(from, prefix) > 0;

    private static string Later(string one, string other) => ObjectKey.Compare(one, other) < 0 ? other : one;
}

/// <summary>A page as it fills.</summary>
internal sealed class ListingPage(ListingPlace from)
{
    private readonly List<ImmutableArray<ListedObject>> _entries = [];
    private readonly List<ImmutableArray<string>> _prefixes = [];

    /// <summary>Entries and common prefixes together.</summary>
    public int Count { get; private set; }

    /// <summary>The last that is on the page; where it began while nothing is.</summary>
    public ListingPlace Last { get; private set; } = from;

    /// <summary>Whether there is more.</summary>
    public bool IsTruncated { get; private set; }

    public IEnumerable<ListedObject> Entries => _entries.SelectMany(entries => entries);

    public IEnumerable<string> CommonPrefixes => _prefixes.SelectMany(prefixes => prefixes);

    /// <summary>Takes a partition's page. One that comes when this page is full says only whether there is more.</summary>
    public void Take(ListReply reply, int limit)
    {
        var count = reply.Entries.Length + reply.CommonPrefixes.Length;
        if (Count == limit)
        {
            IsTruncated = count > 0;
            return;
        }

        if (count > 0)
        {
            _entries.Add(reply.Entries);
            _prefixes.Add(reply.CommonPrefixes);
            Count += count;
            Last = new ListingPlace(reply.Last, reply.LastId, reply.LastIsPrefix);
        }

        IsTruncated = Count == limit && reply.IsTruncated;
    }
}
