using System.Text.Json;

namespace OrleansLld.ObjectStore;

public sealed class BucketListTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly BucketList _list = new();

    [Fact]
    public void Buckets_are_told_in_pages_by_name()
    {
        foreach (var name in (string[])["b", "a", "logs-1", "logs-2", "z"])
            Take(Add(Named(name)));

        Names("", "", 10).ShouldBe("a b logs-1 logs-2 z");
        Names("", "a", 2).ShouldBe("b logs-1");
        Names("logs", "", 10).ShouldBe("logs-1 logs-2");
        Names("logs", "logs-1", 10).ShouldBe("logs-2");
        Names("", "z", 10).ShouldBe("");
    }

    [Fact]
    public void What_comes_twice_is_there_once()
    {
        Take(Add(Named("a")));
        Add(Named("a")).ShouldBeNull();
        Take(_list.Remove("a"));
        _list.Remove("a").ShouldBeNull();
        _list.Count.ShouldBe(0);
    }

    [Fact]
    public void A_removed_bucket_does_not_come_back_but_a_later_one_of_its_name_does()
    {
        Take(Add(Named("a")));
        Take(_list.Remove("a"));

        Add(Named("a")).ShouldBeNull();
        Take(Add(Named("a", minutes: 1)));

        _list.Count.ShouldBe(1);
        _list.IsListed(Named("a")).ShouldBeFalse();
        _list.IsListed(Named("a", minutes: 1)).ShouldBeTrue();
    }

    [Fact]
    public void A_snapshot_restores_the_list_and_what_was_removed()
    {
        for (var i = 0; i < BucketList.RemovedMax + 10; i++)
        {
            Take(Add(Named($"n{i}")));
            Take(_list.Remove($"n{i}"));
        }

        Take(Add(Named("a")));
        var text = Text(_list);
        var restored = new BucketList();
        restored.Restore(JsonSerializer.Deserialize(text, BucketListJson.Default.BucketListSnapshot)!);

        Text(restored).ShouldBe(text);
        restored.Snapshot().Removed.Length.ShouldBe(BucketList.RemovedMax);
    }

    [Fact]
    public void There_are_as_many_as_may_be()
    {
        Take(_list.Add(Named("a"), bucketsMax: 1).Event);

        _list.Add(Named("b"), bucketsMax: 1).ShouldBe(new BucketListRuling(IsTaken: false, null));
        _list.Add(Named("a"), bucketsMax: 1).ShouldBe(new BucketListRuling(IsTaken: true, null));
    }

    private BucketListEvent? Add(ListedBucket bucket) => _list.Add(bucket, bucketsMax: 1_000).Event;

    private void Take(BucketListEvent? happened)
    {
        var text = JsonSerializer.Serialize(happened.ShouldNotBeNull(), BucketListJson.Default.BucketListEvent);
        _list.Apply(JsonSerializer.Deserialize(text, BucketListJson.Default.BucketListEvent)!);
    }

    private string Names(string prefix, string after, int limit) =>
        string.Join(' ', _list.Page(prefix, after, limit).Select(bucket => bucket.Name));

    private static ListedBucket Named(string name, int minutes = 0) => new(name, Noon.AddMinutes(minutes), "");

    private static string Text(BucketList list) => JsonSerializer.Serialize(list.Snapshot(), BucketListJson.Default.BucketListSnapshot);
}
