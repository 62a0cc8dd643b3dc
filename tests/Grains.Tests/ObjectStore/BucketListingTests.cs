using Microsoft.Extensions.Options;

namespace OrleansLld.ObjectStore;

/// <summary>A gateway's listings, over partitions that are split and merged meanwhile, against a naive one.</summary>
public sealed class BucketListingTests(ITestOutputHelper output)
{
    private const int KeysCount = 700;
    private const int Questions = 60;
    private static readonly string[] Letters = ["a", "b", "/", "-", "ü", "\U0001f40d", "\uffee"];
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Pages_are_those_of_one_sorted_list_whatever_the_partitions_and_the_age_of_their_map()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var cluster = await BucketCluster.Start();
        var (listing, index, known) = Gateway(cluster);
        await cluster.Create();
        var old = known.Keep("box", await cluster.Settings());

        var keys = new SortedSet<string>(Comparer<string>.Create(ObjectKey.Compare));
        for (var round = 0; round < 4; round++)
        {
            while (keys.Count < KeysCount / 4 * (round + 1))
            {
                var key = Key(random);
                if (keys.Add(key))
                    (await cluster.Put(key)).ShouldBe(WriteOutcome.Done);
            }

            await cluster.Bucket().Rebalance(None);
            await Check(random, listing, old, keys);
        }

        (await cluster.Settings()).Index.Length.ShouldBeGreaterThan(2);
        var grown = known.Keep("box", await cluster.Settings());
        foreach (var key in keys.Where(_ => random.Next(10) > 0).ToList())
        {
            keys.Remove(key);
            (await cluster.Delete(key)).ShouldBe(WriteOutcome.Done);
        }

        await cluster.Bucket().Rebalance(None);
        await Check(random, listing, grown, keys);
        await Check(random, listing, old, keys);
        (await index.Renew(old, 1, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_common_prefix_of_many_partitions_is_told_once()
    {
        await using var cluster = await BucketCluster.Start();
        var (listing, _, known) = Gateway(cluster);
        await cluster.Create();
        for (var i = 0; i < 3 * BucketCluster.SplitRows; i++)
            await cluster.Put($"folder/{i:d4}");
        await cluster.Put("zebra");
        for (var look = 0; look < 4; look++)
            await cluster.Bucket().Rebalance(None);
        var bucket = known.Keep("box", await cluster.Settings());
        bucket.PartitionCount.ShouldBeGreaterThan(2);

        var page = (await listing.Gather(bucket, new ListingQuestion(ListingKind.Objects, "", "/", 1000, false), None)).ShouldNotBeNull();

        page.CommonPrefixes.ShouldBe(["folder/"]);
        page.Entries.Select(entry => entry.Key).ShouldBe(["zebra"]);
        page.IsTruncated.ShouldBeFalse();
    }

    [Fact]
    public async Task A_bucket_that_is_gone_or_another_has_no_pages()
    {
        await using var cluster = await BucketCluster.Start();
        var (listing, _, known) = Gateway(cluster);
        await cluster.Create();
        var bucket = known.Keep("box", await cluster.Settings());
        var question = new ListingQuestion(ListingKind.Objects, "", "", 10, false);

        await cluster.Bucket().Delete(BucketCluster.Ann, None);
        (await listing.Gather(bucket, question, None)).ShouldBeNull();
        await cluster.Create(owner: BucketCluster.Bob);
        (await listing.Gather(bucket, question, None)).ShouldBeNull();
    }

    private static async Task Check(Random random, BucketListing listing, KnownBucket bucket, SortedSet<string> keys)
    {
        for (var asked = 0; asked < Questions; asked++)
        {
            var prefix = random.Next(3) == 0 ? "" : Letters[random.Next(Letters.Length)];
            var delimiter = random.Next(3) switch { 0 => "", 1 => "/", _ => Letters[random.Next(Letters.Length)] };
            var question = new ListingQuestion(ListingKind.Objects, prefix, delimiter, random.Next(1, 40), false);
            question = question with { From = question.After(random.Next(2) == 0 ? "" : Key(random)) };
            var expected = Naive(keys, question);

            var told = new List<string>();
            for (var from = question.From; ;)
            {
                var page = (await listing.Gather(bucket, question with { From = from }, None)).ShouldNotBeNull();
                page.Count.ShouldBe(page.IsTruncated ? question.Limit : page.Entries.Count() + page.CommonPrefixes.Count());
                told.AddRange(page.Entries.Select(entry => entry.Key).Concat(page.CommonPrefixes).Order(keys.Comparer));
                if (!page.IsTruncated)
                    break;
                from = page.Last;
            }

            told.ShouldBe(expected, $"{question}");
        }
    }

    private static List<string> Naive(SortedSet<string> keys, ListingQuestion question)
    {
        var told = new List<string>();
        foreach (var key in keys)
        {
            var from = question.From;
            var isPassed = from.Key.Length > 0
                && (ObjectKey.Compare(key, from.Key) <= 0 || (from.IsPrefix && key.StartsWith(from.Key, StringComparison.Ordinal)));
            if (isPassed || !key.StartsWith(question.Prefix, StringComparison.Ordinal))
                continue;
            var at = question.Delimiter.Length == 0
                ? -1
                : key.IndexOf(question.Delimiter, question.Prefix.Length, StringComparison.Ordinal);
            var line = at < 0 ? key : key[..(at + question.Delimiter.Length)];
            if (told.Count == 0 || told[^1] != line)
                told.Add(line);
        }

        return told;
    }

    private static string Key(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => Letters[random.Next(Letters.Length)]));

    private static (BucketListing Listing, BucketIndex Index, KnownBuckets Known) Gateway(BucketCluster cluster)
    {
        var known = new KnownBuckets(cluster.Grains, TimeProvider.System, Options.Create(new ObjectStoreEdgeOptions()));
        var index = new BucketIndex(cluster.Grains, known, TimeProvider.System);
        return (new BucketListing(index), index, known);
    }
}
