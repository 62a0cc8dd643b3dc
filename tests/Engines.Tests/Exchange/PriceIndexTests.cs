using CsCheck;

namespace OrleansLld.Exchange;

public sealed class PriceIndexTests
{
    private const long Highest = (1L << PriceIndex.PriceBits) - 1;

    [Fact]
    public void It_agrees_with_a_sorted_dictionary_whatever_is_added_and_removed() =>
        Gen.Select(Gen.OneOf(new long[] { 8, 70, 5_000, 1 << 20, Highest }.Select(Gen.Const).ToArray()), Gen.Int).Sample((width, seed) =>
        {
            var random = new Random(seed);
            var index = new PriceIndex();
            var oracle = new SortedDictionary<long, int>();
            for (var step = 0; step < 400; step++)
            {
                var price = random.NextInt64(width + 1);
                if (oracle.Remove(price))
                {
                    index.Remove(price);
                }
                else
                {
                    oracle.Add(price, step);
                    index.Add(price, step);
                }

                Agree(index, oracle, random.NextInt64(width + 1));
            }
        }, iter: 60);

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(Highest - 1)]
    [InlineData(Highest)]
    public void A_lone_price_is_lowest_highest_and_next_from_both_sides(long price)
    {
        var index = new PriceIndex();
        index.Add(price, 7);

        index.Lowest().ShouldBe(7);
        index.Highest().ShouldBe(7);
        index.Find(price).ShouldBe(7);
        index.Above(price).ShouldBe(PriceIndex.None);
        index.Below(price).ShouldBe(PriceIndex.None);
        if (price > 0)
            index.Above(price - 1).ShouldBe(7);
        if (price < Highest)
            index.Below(price + 1).ShouldBe(7);
        index.Remove(price);
        index.IsEmpty.ShouldBeTrue();
    }

    private static void Agree(PriceIndex index, SortedDictionary<long, int> oracle, long price)
    {
        index.IsEmpty.ShouldBe(oracle.Count == 0);
        index.Find(price).ShouldBe(oracle.TryGetValue(price, out var level) ? level : PriceIndex.None);
        index.Lowest().ShouldBe(oracle.Count == 0 ? PriceIndex.None : oracle.First().Value);
        index.Highest().ShouldBe(oracle.Count == 0 ? PriceIndex.None : oracle.Last().Value);
        index.Above(price).ShouldBe(oracle.Where(pair => pair.Key > price).Select(pair => pair.Value).FirstOrDefault(PriceIndex.None));
        index.Below(price).ShouldBe(oracle.Where(pair => pair.Key < price).Select(pair => pair.Value).LastOrDefault(PriceIndex.None));
    }
}
