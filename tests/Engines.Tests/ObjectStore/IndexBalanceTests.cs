using System.Collections.Immutable;
using CsCheck;

namespace OrleansLld.ObjectStore;

public sealed class IndexBalanceTests
{
    private static readonly IndexBalance Balance = new(SplitRows: 100, SplitWritesPerSecond: 50, PartitionsMax: 4);

    [Theory]
    [InlineData("101 5 m", "Split 1->9 'm'..''")]
    [InlineData("100 5 m", null)]
    [InlineData("101 5 -", null)]
    [InlineData("101 5 m|300 0 x", "Split 2->9 'x'..''")]
    [InlineData("101 5 m|90 0 x", "Split 1->9 'm'..'p'")]
    [InlineData("101 5 z|90 0 x", null)]
    [InlineData("50 51 m", null)]
    [InlineData("50 51 m hot", "Split 1->9 'm'..''")]
    [InlineData("50 50 m hot", null)]
    [InlineData("10 0 -|14 0 -", "Merge 2->1 'p'..''")]
    [InlineData("10 0 -|15 0 -", null)]
    [InlineData("10 6 -|10 7 -", null)]
    [InlineData("10 0 -|10 0 - hot", null)]
    [InlineData("90 0 -|10 0 -|10 0 -", "Merge 3->2 'pp'..''")]
    [InlineData("10 0 -|10 0 -|90 0 -", "Merge 2->1 'p'..'pp'")]
    [InlineData("500 0 m|500 0 pa|500 0 ppa|500 0 pppa", null)]
    public void The_most_needed_move_is_planned(string sizes, string? expected)
    {
        ImmutableArray<PartitionSize> read = [.. sizes.Split('|').Select(Size)];
        var map = new IndexMap([.. read.Select((_, place) => new MappedRange(new string('p', place), place + 1))]);

        var move = Balance.Plan(map, read, next: 9);

        (move is null ? null : $"{move.Kind} {move.Source}->{move.Target} '{move.From}'..'{move.To}'").ShouldBe(expected);
    }

    [Fact]
    public void Whatever_the_sizes_ranges_never_overlap_nor_leave_a_gap() =>
        Gen.Int[0, 400].Array[1, 40].Sample(
            rows =>
            {
                var (map, next) = (IndexMap.Of(1), 2L);
                var sizes = new Dictionary<long, long> { [1] = rows[0] };
                foreach (var more in rows)
                {
                    sizes[map.Ranges[more % map.Ranges.Length].Partition] = more;
                    if (Balance.Plan(map, Sizes(map, sizes), next) is not { } move)
                        continue;
                    map = map.With(move);
                    map.Check();
                    next = Math.Max(next, move.Target + 1);
                    if (move.Kind == MoveKind.Merge)
                        sizes[move.Target] += sizes[move.Source];
                    else
                        sizes[move.Target] = sizes[move.Source] /= 2;
                    map.Ranges.Length.ShouldBeLessThanOrEqualTo(Balance.PartitionsMax);
                }
            },
            iter: 2_000);

    [Fact]
    public void Keys_are_ordered_by_the_bytes_of_utf8()
    {
        IndexMap.Compare("\uff5e", "\U0001f600").ShouldBeLessThan(0);
        new IndexMap([new("", 1), new("\uff5e", 2), new("\U0001f600", 3)]).Check();
        Should.Throw<InvalidOperationException>(new IndexMap([new("", 1), new("\U0001f600", 3), new("\uff5e", 2)]).Check);
        Should.Throw<InvalidOperationException>(new IndexMap([new("a", 1)]).Check);
        Should.Throw<InvalidOperationException>(new IndexMap([new("", 1), new("a", 1)]).Check);
    }

    private static PartitionSize Size(string text)
    {
        var fields = text.Split(' ');
        return new PartitionSize(long.Parse(fields[0]), long.Parse(fields[1]), fields[2] == "-" ? "" : fields[2], fields.Length > 3);
    }

    // A middle is found by reading the range's ends as numbers.
    private static ImmutableArray<PartitionSize> Sizes(IndexMap map, Dictionary<long, long> rows) =>
    [
        .. map.Ranges.Select((range, place) =>
        {
            var from = range.From.Length == 0 ? 0 : long.Parse(range.From);
            var to = map.EndOf(place) is { Length: > 0 } end ? long.Parse(end) : 1L << 40;
            return new PartitionSize(rows[range.Partition], 0, to - from < 2 ? "" : $"{(from + to) / 2:d13}", false);
        }),
    ];
}
