using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What commands do to the versions of one key.</summary>
public sealed class KeyRulesTests
{
    private readonly MemoryIndex _index = new();

    [Fact]
    public void Without_versions_a_put_replaces_and_a_delete_leaves_nothing()
    {
        Put("one", VersionKeeping.Off).Id.ShouldBeNull();
        Put("two", VersionKeeping.Off).Id.ShouldBeNull();
        _index.Removed.ShouldHaveSingleItem().ETag.ShouldBe("one");

        Delete("three", VersionKeeping.Off).ShouldBe(new KeyAnswer(KeyOutcome.Done, null, false, 3));

        _index.Rows.ShouldBeEmpty();
    }

    [Fact]
    public void Deleting_what_is_not_there_is_done()
    {
        Delete("one", VersionKeeping.Off).Outcome.ShouldBe(KeyOutcome.Done);
        _index.Delete("k", "two", VersionKeeping.Enabled, new VersionId(7, 7)).ShouldBe(
            new KeyAnswer(KeyOutcome.Done, new VersionId(7, 7), false, 2));
        _index.Rows.ShouldBeEmpty();
    }

    [Fact]
    public void With_versions_the_newest_comes_first_and_the_null_version_stays_among_the_others()
    {
        Put("null", VersionKeeping.Off);
        var one = Put("one", VersionKeeping.Enabled);
        var two = Put("two", VersionKeeping.Enabled);

        Versions().ShouldBe(["two", "one", "null"]);
        Find(VersionId.Null).ShouldBe("null");
        Find(one.Id).ShouldBe("one");
        Find(two.Id).ShouldBe("two");
        Find(null).ShouldBe("two");
    }

    [Fact]
    public void A_delete_marker_hides_the_object_and_its_own_deletion_brings_it_back()
    {
        Put("one", VersionKeeping.Enabled);
        var marker = Delete("two", VersionKeeping.Enabled);

        marker.IsMarker.ShouldBeTrue();
        _index.Find("k").Outcome.ShouldBe(KeyOutcome.IsDeleteMarker);
        _index.Totals.ShouldBe(new KeyTotals(0, 2, 0, 1));

        _index.Delete("k", "three", VersionKeeping.Enabled, marker.Id).IsMarker.ShouldBeTrue();
        Find(null).ShouldBe("one");
        _index.Totals.ShouldBe(new KeyTotals(1, 0, 0, 1));
    }

    [Fact]
    public void A_delete_marker_is_made_where_there_is_nothing_and_above_another()
    {
        Delete("one", VersionKeeping.Enabled).IsMarker.ShouldBeTrue();
        Delete("two", VersionKeeping.Enabled).IsMarker.ShouldBeTrue();
        Versions().Count.ShouldBe(2);
    }

    [Fact]
    public void Deleting_the_newest_version_brings_the_next_one_forward_unless_that_is_a_marker()
    {
        Put("one", VersionKeeping.Enabled);
        Delete("two", VersionKeeping.Enabled);
        var three = Put("three", VersionKeeping.Enabled);
        var four = Put("four", VersionKeeping.Enabled);

        _index.Delete("k", "five", VersionKeeping.Enabled, four.Id);
        Find(null).ShouldBe("three");
        _index.Delete("k", "six", VersionKeeping.Enabled, three.Id);
        _index.Find("k").Outcome.ShouldBe(KeyOutcome.IsDeleteMarker);
    }

    [Fact]
    public void A_suspended_bucket_replaces_the_null_version_and_leaves_the_others()
    {
        Put("null-1", VersionKeeping.Off);
        Put("one", VersionKeeping.Enabled);

        Put("null-2", VersionKeeping.Suspended).Id.ShouldBe(VersionId.Null);

        Versions().ShouldBe(["null-2", "one"]);
        _index.Removed.ShouldHaveSingleItem().ETag.ShouldBe("null-1");
        Put("null-3", VersionKeeping.Suspended);
        Versions().ShouldBe(["null-3", "one"]);
    }

    [Fact]
    public void A_delete_in_a_suspended_bucket_puts_a_null_marker_in_the_place_of_the_null_version()
    {
        Put("one", VersionKeeping.Enabled);
        Put("null", VersionKeeping.Suspended);

        var marker = Delete("two", VersionKeeping.Suspended);

        (marker.Id, marker.IsMarker).ShouldBe((VersionId.Null, true));
        Versions().ShouldBe(["", "one"]);
        _index.Removed.ShouldHaveSingleItem().ETag.ShouldBe("null");
        Delete("three", VersionKeeping.Suspended);
        Versions().ShouldBe(["", "one"]);
        _index.Delete("k", "four", VersionKeeping.Suspended, VersionId.Null).IsMarker.ShouldBeTrue();
        Find(null).ShouldBe("one");
    }

    [Fact]
    public void Absence_is_that_there_is_no_object_whatever_lies_under_a_marker()
    {
        var absent = KeyCondition.None with { IfAbsent = true };
        Put("one", VersionKeeping.Enabled, absent).Outcome.ShouldBe(KeyOutcome.Done);
        Put("two", VersionKeeping.Enabled, absent).Outcome.ShouldBe(KeyOutcome.PreconditionFailed);
        Delete("three", VersionKeeping.Enabled);
        Put("four", VersionKeeping.Enabled, absent).Outcome.ShouldBe(KeyOutcome.Done);
    }

    [Fact]
    public void A_match_needs_an_object_and_its_ETag()
    {
        Put("one", VersionKeeping.Enabled, KeyCondition.None with { IfETag = "*" }).Outcome.ShouldBe(KeyOutcome.NoSuchKey);
        Put("two", VersionKeeping.Enabled);
        Put("three", VersionKeeping.Enabled, KeyCondition.None with { IfETag = "other" }).Outcome.ShouldBe(KeyOutcome.PreconditionFailed);
        Put("four", VersionKeeping.Enabled, KeyCondition.None with { IfETag = "two" }).Outcome.ShouldBe(KeyOutcome.Done);
        _index.Delete("k", "five", VersionKeeping.Enabled, null, KeyCondition.None with { IfETag = "two" }).Outcome
            .ShouldBe(KeyOutcome.PreconditionFailed);
        Delete("six", VersionKeeping.Enabled);
        _index.Delete("k", "seven", VersionKeeping.Enabled, null, KeyCondition.None with { IfETag = "*" }).Outcome
            .ShouldBe(KeyOutcome.NoSuchKey);
    }

    [Fact]
    public void Size_and_time_bind_only_where_there_is_an_object()
    {
        var condition = KeyCondition.None with { IfBytes = 2, IfModifiedUs = 3_000_000 };
        _index.Delete("k", "one", VersionKeeping.Off, null, condition).Outcome.ShouldBe(KeyOutcome.Done);
        Put("two", VersionKeeping.Off);
        _index.Delete("k", "three", VersionKeeping.Off, null, condition).Outcome.ShouldBe(KeyOutcome.PreconditionFailed);
        _index.Delete("k", "four", VersionKeeping.Off, null, condition with { IfBytes = 1 }).Outcome
            .ShouldBe(KeyOutcome.PreconditionFailed);
        _index.Delete("k", "five", VersionKeeping.Off, null, condition with { IfBytes = 1, IfModifiedUs = 999_999 }).Outcome
            .ShouldBe(KeyOutcome.Done);
    }

    [Fact]
    public void A_condition_of_a_version_is_about_that_version()
    {
        var one = Put("one", VersionKeeping.Enabled);
        Put("two", VersionKeeping.Enabled);

        _index.Delete("k", "three", VersionKeeping.Enabled, one.Id, KeyCondition.None with { IfETag = "two" }).Outcome
            .ShouldBe(KeyOutcome.PreconditionFailed);
        _index.Delete("k", "four", VersionKeeping.Enabled, one.Id, KeyCondition.None with { IfETag = "one" }).Outcome
            .ShouldBe(KeyOutcome.Done);
        _index.Delete("k", "five", VersionKeeping.Enabled, one.Id, KeyCondition.None with { IfETag = "one" }).Outcome
            .ShouldBe(KeyOutcome.NoSuchKey);
    }

    [Fact]
    public void Repeating_the_write_of_the_newest_version_answers_as_the_first_time()
    {
        var first = Put("one", VersionKeeping.Enabled);

        Put("one", VersionKeeping.Enabled, KeyCondition.None with { IfAbsent = true }).ShouldBe(first);

        Versions().ShouldBe(["one"]);
    }

    [Fact]
    public void A_body_is_changed_in_its_place()
    {
        var one = Put("one", VersionKeeping.Enabled);
        Put("two", VersionKeeping.Enabled);

        _index.Change("k", one.Id, "changed").ShouldBe(KeyOutcome.Done);

        Versions().ShouldBe(["two", "one"]);
        _index.Find("k", one.Id).Version!.Body.ToArray().ShouldBe("changed"u8.ToArray());
        _index.Find("k", one.Id).Version!.StampUs.ShouldBe(one.StampUs);
    }

    // The write's id is the ETag too.
    private KeyAnswer Put(string writeId, VersionKeeping keeping, KeyCondition? condition = null) =>
        _index.Put("k", writeId, keeping, condition, etag: writeId);

    private KeyAnswer Delete(string writeId, VersionKeeping keeping) => _index.Delete("k", writeId, keeping);

    private string? Find(VersionId? id) => _index.Find("k", id) is { Outcome: KeyOutcome.Done, Version: { } version } ? version.ETag : null;

    private List<string> Versions() =>
    [
        .. _index.List(new ListingTerms(ListingOf.Versions, new KeyRange("", null), "", "", "", null, false, 100)).Entries
            .Select(entry => entry.Version!.ETag),
    ];
}
