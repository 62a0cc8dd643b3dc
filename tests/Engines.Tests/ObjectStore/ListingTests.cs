using System.Text;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>Pages, and what they cost.</summary>
public sealed class ListingTests
{
    private readonly MemoryIndex _index = new();
    private int _writes;

    [Fact]
    public void Folders_of_a_thousand_keys_each_are_listed_by_a_few_rows_each()
    {
        for (var folder = 0; folder < 50; folder++)
        {
            for (var i = 0; i < 1_000; i++)
                Put($"{folder:D2}/{i:D4}");
        }

        var before = _index.RowsRead;
        var page = List(delimiter: "/");

        page.CommonPrefixes.Count.ShouldBe(50);
        (_index.RowsRead - before).ShouldBeLessThan(50 * 10);
    }

    [Fact]
    public void Versions_under_a_common_prefix_are_passed_by_too()
    {
        for (var i = 0; i < 2_000; i++)
            Put($"a/{i % 20:D4}", VersionKeeping.Enabled);
        Put("b", VersionKeeping.Enabled);

        var before = _index.RowsRead;
        var page = List(ListingOf.Versions, delimiter: "/");

        page.CommonPrefixes.ShouldBe(["a/"]);
        page.Entries.Count.ShouldBe(1);
        (_index.RowsRead - before).ShouldBeLessThan(100);
    }

    [Fact]
    public void A_page_costs_as_many_rows_as_it_shows_wherever_it_begins()
    {
        for (var i = 0; i < 5_000; i++)
            Put($"{i:D5}");

        var before = _index.RowsRead;
        List(after: "04000", limit: 100).Entries.Count.ShouldBe(100);

        (_index.RowsRead - before).ShouldBeLessThan(110);
    }

    [Fact]
    public void Plain_keys_beside_a_delimiter_are_read_in_growing_batches()
    {
        for (var i = 0; i < 1_000; i++)
            Put($"{i:D5}");

        var before = _index.RowsRead;
        List(delimiter: "/").Entries.Count.ShouldBe(1_000);

        (_index.RowsRead - before).ShouldBeLessThan(1_100);
    }

    [Fact]
    public void A_page_stays_in_the_partition()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
            Put(key);

        Keys(List(range: new KeyRange("b", "d"))).ShouldBe(["b", "c"]);
        Keys(List(range: new KeyRange("b", "d"), prefix: "d")).ShouldBeEmpty();
        Keys(List(range: new KeyRange("b", "d"), after: "b")).ShouldBe(["c"]);
        Keys(List(range: new KeyRange("b", "b"))).ShouldBeEmpty();
    }

    [Fact]
    public void Going_on_after_a_common_prefix_passes_all_of_it()
    {
        foreach (var key in (string[])["a", "b/1", "b/2", "c"])
            Put(key);

        var first = List(delimiter: "/", limit: 2);
        (first.IsTruncated, first.LastIsPrefix).ShouldBe((true, true));
        Keys(_index.List(new ListingTerms(ListingOf.Objects, new KeyRange("", null), "", "/", "b/", null, true, 2))).ShouldBe(["c"]);
    }

    [Fact]
    public void Keys_after_one_that_lies_in_a_folder_still_show_the_folder()
    {
        foreach (var key in (string[])["a/1", "a/2", "b"])
            Put(key);

        List(delimiter: "/", after: "a/1").CommonPrefixes.ShouldBe(["a/"]);
        List(delimiter: "/", after: "a/2").CommonPrefixes.ShouldBeEmpty();
    }

    [Fact]
    public void A_version_page_goes_on_after_the_null_version_or_one_that_is_gone()
    {
        Put("a");
        var one = Put("a", VersionKeeping.Enabled);
        var two = Put("a", VersionKeeping.Enabled);
        Put("b", VersionKeeping.Enabled);
        _index.Delete("a", "gone", VersionKeeping.Enabled, two.Id);

        After("a", two.Id.ToString()).ShouldBe([$"a {one.Id}", "a null", "b"]);
        After("a", one.Id.ToString()).ShouldBe(["a null", "b"]);
        After("a", "null").ShouldBe(["b"]);
        After("a", null).ShouldBe(["b"]);

        List<string> After(string key, string? id) =>
        [
            .. _index.List(new ListingTerms(ListingOf.Versions, new KeyRange("", null), "", "", key, id, false, 10)).Entries
                .Select(entry => Encoding.UTF8.GetString(entry.Key.Span) is var name && name == "a" ? $"a {entry.Version!.Id}" : name),
        ];
    }

    [Fact]
    public void An_upload_page_goes_on_by_time_or_by_id_where_the_upload_ended()
    {
        _index.Announce("a", "u3", 1);
        _index.Announce("a", "u1", 2);
        _index.Announce("a", "u2", 3);
        _index.Announce("b", "u0", 4);

        After("u3").ShouldBe(["u1", "u2", "u0"]);
        _index.Discard("a", "u1");
        After("u1").ShouldBe(["u3", "u2", "u0"]);

        List<string> After(string id) =>
        [
            .. _index.List(new ListingTerms(ListingOf.Uploads, new KeyRange("", null), "", "", "a", id, false, 10)).Entries
                .Select(entry => entry.Upload.Id),
        ];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Versions_that_are_there_all_the_time_are_told_once_though_others_overwrite_them(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
            Put($"{random.Next(60):D2}", VersionKeeping.Enabled);
        var before = Ids(List(ListingOf.Versions));
        _index.Meanwhile = () => Put($"{random.Next(60):D2}", VersionKeeping.Enabled);

        // A delimiter makes for small batches, and so for many queries.
        var page = Ids(List(ListingOf.Versions, delimiter: "/"));

        page.ShouldBeUnique();
        before.Except(page).ShouldBeEmpty();

        static List<VersionId> Ids(Listing listing) => [.. listing.Entries.Select(entry => entry.Version!.Id)];
    }

    private KeyAnswer Put(string key, VersionKeeping keeping = VersionKeeping.Off) => _index.Put(key, $"w{++_writes}", keeping);

    private Listing List(
        ListingOf of = ListingOf.Objects, string prefix = "", string delimiter = "", string after = "", int limit = 1_000,
        KeyRange? range = null) =>
        _index.List(new ListingTerms(of, range ?? new KeyRange("", null), prefix, delimiter, after, null, false, limit));

    private static List<string> Keys(Listing listing) => [.. listing.Entries.Select(entry => Encoding.UTF8.GetString(entry.Key.Span))];
}
