using System.Text;
using CsCheck;

namespace OrleansLld.Exchange.Wire;

public sealed class FormFieldsTests
{
    [Fact]
    public void Fields_come_from_the_query_and_the_body()
    {
        var fields = Read("symbol=LTCBTC&side=BUY", "quantity=1&price=0.1");
        Value(fields, "symbol").ShouldBe("LTCBTC");
        Value(fields, "price").ShouldBe("0.1");
        Value(fields, "side").ShouldBe("BUY");
        fields.Count.ShouldBe(4);
        fields.ReadCount.ShouldBe(3);
    }

    [Fact]
    public void The_query_wins_over_the_body() => Value(Read("symbol=A", "symbol=B"), "symbol").ShouldBe("A");

    [Fact]
    public void Escapes_are_decoded() => Value(Read("symbols=%5B%22A%22%2c%22B+C%22]", ""), "symbols").ShouldBe("[\"A\",\"B C\"]");

    [Fact]
    public void A_field_without_a_value_is_empty()
    {
        var fields = Read("a&b=&&c=1=2", "");
        Value(fields, "a").ShouldBe("");
        Value(fields, "b").ShouldBe("");
        Value(fields, "c").ShouldBe("1=2");
        fields.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("a=1&a=2", "", FormOutcome.Duplicate)]
    [InlineData("", "a=1&a=2", FormOutcome.Duplicate)]
    [InlineData("a=%", "", FormOutcome.IllegalCharacters)]
    [InlineData("a=%4", "", FormOutcome.IllegalCharacters)]
    [InlineData("a=%4g", "", FormOutcome.IllegalCharacters)]
    [InlineData("a=ü", "", FormOutcome.IllegalCharacters)]
    public void What_cannot_be_read_is_told(string query, string body, FormOutcome outcome) =>
        new FormFields().Read(query, Encoding.UTF8.GetBytes(body)).ShouldBe(outcome);

    [Fact]
    public void There_is_a_limit_on_fields_and_bytes()
    {
        new FormFields().Read(string.Join('&', Enumerable.Range(0, 33).Select(i => $"f{i}=1")), default).ShouldBe(FormOutcome.TooMany);
        new FormFields().Read("a=1", new byte[FormFields.TextMax]).ShouldBe(FormOutcome.TooLong);
    }

    [Theory]
    [InlineData("a=1&b=2&signature=x", "", "a=1&b=2")]
    [InlineData("a=1&signature=x&b=2", "", "a=1&b=2")]
    [InlineData("signature=x&a=1", "", "a=1")]
    [InlineData("signature=x", "", "")]
    [InlineData("a=1", "b=2&signature=x", "a=1b=2")]
    [InlineData("a=1", "signature=x&b=2", "a=1b=2")]
    [InlineData("a=1", "signature=x", "a=1")]
    [InlineData("a=1&signature=x", "b=2", "a=1b=2")]
    [InlineData("a=1", "b=%20", "a=1b=%20")]
    public void The_signed_text_is_everything_but_the_signature(string query, string body, string covered)
    {
        var to = new byte[FormFields.TextMax];
        var length = Read(query, body).CopySigned("signature"u8, to);
        Encoding.ASCII.GetString(to.AsSpan(0, length)).ShouldBe(covered);
    }

    [Fact]
    public void Any_fields_written_as_a_form_are_read_back() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 8], Gen.String[Gen.Char[' ', '\u2000'], 0, 20]).Array[0, 32].Sample(pairs =>
        {
            var distinct = pairs.DistinctBy(pair => pair.Item1).ToArray();
            var cut = distinct.Length / 2;
            var fields = Read(Form(distinct[..cut]), Form(distinct[cut..]));
            fields.Count.ShouldBe(distinct.Length);
            foreach (var (name, value) in distinct)
                Value(fields, name).ShouldBe(value);
        });

    private static string Form(IEnumerable<(string, string)> pairs) =>
        string.Join('&', pairs.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));

    private static FormFields Read(string query, string body)
    {
        var fields = new FormFields();
        fields.Read(query, Encoding.ASCII.GetBytes(body)).ShouldBe(FormOutcome.Read);
        return fields;
    }

    private static string? Value(FormFields fields, string name) =>
        fields.TryGet(Encoding.ASCII.GetBytes(name), out var value) ? Encoding.UTF8.GetString(value) : null;
}
