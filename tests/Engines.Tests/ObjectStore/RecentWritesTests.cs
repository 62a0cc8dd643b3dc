using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>The writes of the last while, and their rows.</summary>
public sealed class RecentWritesTests
{
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _rows = new(StringComparer.Ordinal);

    [Fact]
    public void What_was_carried_out_is_answered_again_also_after_reading_the_rows()
    {
        var version = new KeyAnswer(KeyOutcome.Done, new VersionId(5, VersionId.HashOf("a")), false, 5);
        var marker = new KeyAnswer(KeyOutcome.Done, VersionId.Null, true, 6);
        var plain = new KeyAnswer(KeyOutcome.Done, null, false, 7);
        var writes = new RecentWrites();
        writes.Add(WriteTrace.Of(VersionId.HashOf("a"), version));
        writes.Add(WriteTrace.Of(VersionId.HashOf("b"), marker));
        Apply(writes.Take(10));
        writes.Add(WriteTrace.Of(VersionId.HashOf("c"), plain));
        Apply(writes.Take(10));
        writes.Take(10).ShouldBeEmpty();

        foreach (var known in (RecentWrites[])[writes, Loaded()])
        {
            Answer(known, "a").ShouldBe(version);
            Answer(known, "b").ShouldBe(marker);
            Answer(known, "c").ShouldBe(plain);
            known.TryFind(VersionId.HashOf("d"), out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void Old_ones_are_forgotten_and_their_rows_removed()
    {
        var writes = new RecentWrites();
        writes.Add(new WriteTrace(1, 1, WriteMade.Nothing));
        Apply(writes.Take(1));
        writes.Add(new WriteTrace(2, RecentWrites.WindowUs + 2, WriteMade.Nothing));
        Apply(writes.Take(RecentWrites.WindowUs + 2));

        writes.TryFind(1, out _).ShouldBeFalse();
        writes.TryFind(2, out _).ShouldBeTrue();
        _rows.ShouldHaveSingleItem();
    }

    [Fact]
    public void No_more_than_so_many_are_remembered()
    {
        var writes = new RecentWrites();
        for (var i = 1; i <= 2 * RecentWrites.CountMax; i++)
        {
            writes.Add(new WriteTrace((UInt128)i, i, WriteMade.Nothing));
            if (i % 1_000 == 0)
                Apply(writes.Take(i));
        }

        writes.TryFind(1, out _).ShouldBeFalse();
        writes.TryFind(2 * RecentWrites.CountMax, out _).ShouldBeTrue();
        _rows.Count.ShouldBeLessThanOrEqualTo((RecentWrites.CountMax / 1_000) + 1);
    }

    private static KeyAnswer Answer(RecentWrites writes, string writeId)
    {
        writes.TryFind(VersionId.HashOf(writeId), out var trace).ShouldBeTrue();
        return trace.Answer(null);
    }

    private RecentWrites Loaded()
    {
        var writes = new RecentWrites();
        foreach (var (key, value) in _rows)
            writes.Load(new IndexRow(key, value));
        return writes;
    }

    private void Apply(IReadOnlyList<RowChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Value is { } value)
                _rows[change.Key] = value;
            else
                _rows.Remove(change.Key);
        }
    }
}
