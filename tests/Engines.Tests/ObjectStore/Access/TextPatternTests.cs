using System.Text.RegularExpressions;
using CsCheck;

namespace OrleansLld.ObjectStore.Access;

public sealed class TextPatternTests
{
    private static readonly Gen<string> Pattern = Letters("ab*?", 12);
    private static readonly Gen<string> Text = Letters("abA", 16);

    [Fact]
    public void Every_pattern_means_what_the_regular_expression_of_it_means() =>
        Gen.Select(Pattern, Text, Gen.Bool).Sample(
            (pattern, text, ignoreCase) =>
            {
                var expression = $"^{pattern.Replace("*", ".*", StringComparison.Ordinal).Replace('?', '.')}$";
                TextPattern.WithWildcards(pattern).Matches(text, ignoreCase)
                    .ShouldBe(Regex.IsMatch(text, expression, ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
            },
            iter: 20_000);

    [Fact]
    public void Stars_do_not_multiply_the_work()
    {
        var pattern = TextPattern.WithWildcards(string.Concat(Enumerable.Repeat("a*", 5_000)) + "b");

        pattern.Matches(new string('a', 1_024)).ShouldBeFalse();
        pattern.Matches(new string('a', 5_000) + "b").ShouldBeTrue();
    }

    private static Gen<string> Letters(string alphabet, int lengthMax) =>
        Gen.Int[0, alphabet.Length - 1].Array[0, lengthMax].Select(letters => string.Concat(letters.Select(i => alphabet[i])));
}
