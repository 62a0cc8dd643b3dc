namespace OrleansLld.ObjectStore.Wire;

public sealed class PercentTextTests
{
    [Theory]
    [InlineData("plain/key-1_2.3~", "plain/key-1_2.3~")]
    [InlineData("a b+c%", "a%20b%2Bc%25")]
    [InlineData("é一🐍\u0001", "%C3%A9%E4%B8%80%F0%9F%90%8D%01")]
    public void What_is_encoded_is_decoded_again(string text, string encoded)
    {
        PercentText.Encode(text).ShouldBe(encoded);
        PercentText.TryDecodePath(encoded, out var decoded).ShouldBeTrue();
        decoded.ShouldBe(text);
    }

    [Fact]
    public void A_long_text_is_decoded_as_a_short_one()
    {
        var text = string.Concat(Enumerable.Repeat("é/", 3000));
        PercentText.TryDecodeQuery(PercentText.Encode(text), out var decoded).ShouldBeTrue();
        decoded.ShouldBe(text);
    }
}
