namespace OrleansLld.ObjectStore;

/// <summary>Bytes as text of a row's key.</summary>
public sealed class KeyTextTests
{
    [Fact]
    public void Every_byte_has_allowed_characters_of_its_own_in_the_order_of_bytes()
    {
        var codes = Enumerable.Range(0, 256).Select(value => KeyText.Of((byte)value)).ToList();

        codes.ShouldAllBe(code => code.Length >= 1 && code.Length <= KeyText.CharactersAByteMax);
        codes.ShouldAllBe(code => code.All(character => character >= ' ' && character <= '~' && !"/\\#?%".Contains(character)));
        codes.ShouldBe(codes.Order(StringComparer.Ordinal));
        codes.Where(code => codes.Any(other => other != code && other.StartsWith(code, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void An_end_is_below_all_that_could_go_on_and_a_pointer_is_above_the_end()
    {
        string.CompareOrdinal(KeyText.End, KeyText.Of(0)).ShouldBeLessThan(0);
        string.CompareOrdinal(KeyText.Pointer, KeyText.End).ShouldBeGreaterThan(0);
        KeyText.TryRead(KeyText.End, out _, out _).ShouldBeFalse();
        KeyText.TryRead(KeyText.Pointer, out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Texts_of_random_bytes_compare_as_the_bytes_and_read_back(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (left, right) = (Bytes(random), Bytes(random));

            Math.Sign(string.CompareOrdinal(Text(left), Text(right))).ShouldBe(Math.Sign(left.AsSpan().SequenceCompareTo(right)));
            KeyText.Decode(Text(left)).ShouldBe(left);
        }
    }

    private static string Text(byte[] bytes) => string.Concat(bytes.Select(KeyText.Of));

    // Few different values, so that many begin alike.
    private static byte[] Bytes(Random random)
    {
        byte[] values = [0, 1, 0x20, 0x21, 0x22, 0x23, 0x2E, 0x2F, 0x41, 0x7C, 0x7D, 0x7E, 0x7F, 0xC3, 0xFF];
        return random.GetItems(values, random.Next(0, 8));
    }
}
