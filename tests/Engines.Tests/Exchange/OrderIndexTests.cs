using CsCheck;

namespace OrleansLld.Exchange;

public sealed class OrderIndexTests
{
    private static readonly Gen<long> Widths = Gen.OneOf(new[] { 10, 300, 1 << 20, long.MaxValue - 1 }.Select(Gen.Const).ToArray());

    [Fact]
    public void It_agrees_with_a_dictionary_whatever_is_added_and_removed() =>
        Gen.Select(Widths, Gen.Int).Sample((width, seed) =>
        {
            var random = new Random(seed);
            var index = new OrderIndex();
            var oracle = new Dictionary<long, int>();
            for (var step = 0; step < 2_000; step++)
            {
                var id = random.NextInt64(width + 1);
                if (oracle.Remove(id, out var slot))
                {
                    index.Remove(id).ShouldBe(slot);
                }
                else
                {
                    oracle.Add(id, step);
                    index.Add(id, step);
                }

                index.Count.ShouldBe(oracle.Count);
                var asked = random.NextInt64(width + 1);
                index.TryGet(asked, out var found).ShouldBe(oracle.TryGetValue(asked, out var expected));
                if (oracle.ContainsKey(asked))
                    found.ShouldBe(expected);
            }

            oracle.ShouldAllBe(pair => index[pair.Key] == pair.Value);
        }, iter: 40);

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(64 + 5)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void An_order_that_is_not_there_is_not_found_and_cannot_be_removed(long id)
    {
        var index = new OrderIndex();
        index.Add(5, 1);

        index.TryGet(id, out _).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => index.Remove(id));
        Should.Throw<InvalidOperationException>(() => index.Add(5, 2));

        index[5].ShouldBe(1);
        index.Count.ShouldBe(1);
    }
}
