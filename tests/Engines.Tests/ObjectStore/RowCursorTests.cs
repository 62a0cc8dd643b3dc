using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Keys of any length among the rows, and the walk over them.</summary>
public sealed class RowCursorTests
{
    private const int RowKeyCharactersMax = 511;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_walk_meets_random_keys_in_the_order_of_UTF_8_and_no_row_is_left_when_all_are_deleted(int seed)
    {
        var random = new Random(seed);
        var keys = new RandomKeys(random);
        var index = new MemoryIndex();
        var there = new SortedSet<string>(Comparer<string>.Create(RandomKeys.Compare));
        for (var step = 0; step < 600; step++)
        {
            if (random.Next(3) > 0)
                index.Put(Added(there, keys.Next()), $"w{step}", VersionKeeping.Off);
            else if (there.Count > 0)
                index.Delete(Taken(there, random), $"w{step}", VersionKeeping.Off);
            if (step % 20 == 0)
                Walk(index, "", null, random.Next(1, 30)).ShouldBe(there);
        }

        index.Rows.Keys.ShouldAllBe(row => row.Length <= RowKeyCharactersMax);
        while (there.Count > 0)
            index.Delete(Taken(there, random), $"d{there.Count}", VersionKeeping.Off);
        index.Rows.ShouldBeEmpty();
        index.Totals.ShouldBe(default);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_walk_between_random_bounds_and_with_seeks_meets_what_lies_there(int seed)
    {
        var random = new Random(seed);
        var keys = new RandomKeys(random);
        var index = new MemoryIndex();
        var there = new SortedSet<string>(Comparer<string>.Create(RandomKeys.Compare));
        for (var i = 0; i < 300; i++)
            index.Put(Added(there, keys.Next()), $"w{i}", VersionKeeping.Off);
        for (var i = 0; i < 400; i++)
        {
            var (from, to) = (Bound(), random.Next(4) == 0 ? null : Bound());
            Walk(index, from, to, random.Next(1, 20)).ShouldBe(
                there.Where(key => RandomKeys.Compare(key, from) >= 0 && (to is null || RandomKeys.Compare(key, to) < 0)));

            var (start, seek) = (Bound(), Bound());
            var met = there.Where(key => RandomKeys.Compare(key, start) >= 0).ToList();
            var before = met.Take(random.Next(4)).ToList();
            var after = met.Skip(before.Count).Where(key => RandomKeys.Compare(key, seek) >= 0);
            Walk(index, start, null, random.Next(1, 20), before.Count, seek).ShouldBe(before.Concat(after));
        }

        string Bound() => random.Next(3) == 0 ? keys.Next() : there.ElementAt(random.Next(there.Count));
    }

    [Fact]
    public void The_longest_key_has_six_segments()
    {
        KeyPath.Of(new string('/', 1_024)).Depth.ShouldBe(KeyPath.DepthMax);
        KeyPath.Of(new string('a', 383)).Depth.ShouldBe(1);
        KeyPath.Of(new string('a', 384)).Depth.ShouldBe(2);
        KeyPath.Of(new string('/', 192)).Depth.ShouldBe(1);
        KeyPath.Of(new string('/', 193)).Depth.ShouldBe(2);
    }

    private static List<string> Walk(MemoryIndex index, string from, string? to, int batch, int before = 0, string? seek = null)
    {
        var cursor = new RowCursor(
            IndexSpace.Live, Encoding.UTF8.GetBytes(from), "", to is null ? null : Encoding.UTF8.GetBytes(to), batch);
        var met = new List<string>();
        while (true)
        {
            while (cursor.Wants(out var query))
                cursor.Take(index.Answer(query));
            if (seek is not null && met.Count == before)
            {
                cursor.Seek(Encoding.UTF8.GetBytes(seek));
                seek = null;
                continue;
            }

            if (cursor.Key is null)
                return met;
            met.Add(Encoding.UTF8.GetString(cursor.Key));
            cursor.Next();
        }
    }

    private static string Added(SortedSet<string> there, string key)
    {
        there.Add(key);
        return key;
    }

    private static string Taken(SortedSet<string> there, Random random)
    {
        var key = there.ElementAt(random.Next(there.Count));
        there.Remove(key);
        return key;
    }
}
