namespace OrleansLld.Storage.Azure;

public sealed class LastKeysTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Of_a_million_numbered_keys_the_last_take_few_looks()
    {
        var keys = Enumerable.Range(0, 1_000_000).Select(i => $"rt:{RowKey.Number(17L * i)}").ToList();
        var looks = 0;

        var last = await new LastKeys((from, count) => Look(keys, from, count, ref looks), 500).FindAsync("rt:");

        last.ShouldBe(keys.TakeLast(500));
        output.WriteLine($"{looks} looks");
        looks.ShouldBeLessThan(50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Random_keys_agree_with_reading_all(int seed) => Agree(seed);

    [Fact]
    public Task Random_keys_of_a_new_seed_agree_with_reading_all() => Agree(Random.Shared.Next());

    private async Task Agree(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var alphabet = round % 3 == 0 ? " ~" : round % 3 == 1 ? "0123456789ABCDEF" : " !-09AZaz~";
            var longest = random.Next(1, 12);
            var keys = Enumerable.Range(0, random.Next(1, 400))
                .Select(_ => "r" + new string(random.GetItems<char>(alphabet, random.Next(1, longest + 1))))
                .Distinct().Order(StringComparer.Ordinal).ToList();
            var wanted = random.Next(1, 20);
            var from = random.Next(3) == 0 ? keys[random.Next(keys.Count)] : "r";
            var looks = 0;

            var last = await new LastKeys((place, count) => Look(keys, place, count, ref looks), wanted).FindAsync(from);

            last.ShouldBe(keys.Where(key => string.CompareOrdinal(key, from) >= 0).TakeLast(wanted), $"round {round}");
        }
    }

    private static Task<IReadOnlyList<string>> Look(List<string> keys, string from, int count, ref int looks)
    {
        looks++;
        var start = keys.BinarySearch(from, StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<string>>([.. keys.Skip(start < 0 ? ~start : start).Take(count)]);
    }
}
