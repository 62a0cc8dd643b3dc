using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrleansLld;

/// <summary>How tests are written.</summary>
public sealed partial class TestTests
{
    private static IEnumerable<(SourceFile File, MethodDeclarationSyntax Method)> Tests =>
        from file in SourceTree.CSharpIn("tests")
        from method in file.Nodes<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory")
        select (file, method);

    [Fact]
    public void No_test_is_skipped() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("tests")
            from argument in file.Nodes<AttributeArgumentSyntax>()
            where argument.NameEquals?.Name.Identifier.Text.Begins("Skip") == true
            select file.At(argument),
            "A skipped test is a failing test: mend it or delete it.");

    [Fact]
    public void No_test_skips_itself() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("tests")
            from call in file.Nodes<InvocationExpressionSyntax>()
            where call.Expression.ToString().Begins("Assert.Skip")
            select file.At(call),
            "A skipped test is a failing test: mend it or delete it.");

    [Fact]
    public void A_test_name_is_a_fact() =>
        Rule.HasNoOffenders(
            from test in Tests
            where !Fact().IsMatch(test.Method.Identifier.Text)
            select $"{test.File.At(test.Method)} {test.Method.Identifier}",
            "Name what holds, in words: Crossing_order_trades_at_the_resting_price.");

    [Fact]
    public void Engine_and_grain_tests_never_wait_for_the_clock() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("tests/Engines.Tests").Concat(SourceTree.CSharpIn("tests/Grains.Tests"))
            from call in file.Nodes<InvocationExpressionSyntax>()
            where call.Expression.ToString() is "Task.Delay" or "Thread.Sleep" && !call.ArgumentList.ToString().Has("Infinite")
            select file.At(call),
            "Wait for the condition itself, or turn a fake clock.");

    [Fact]
    public void A_fixture_is_not_static_and_mutable() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("tests").Where(file => !file.IsIn("tests/Benchmarks"))
            from field in file.Nodes<FieldDeclarationSyntax>()
            let modifiers = field.Modifiers.Select(modifier => modifier.Text).ToList()
            where modifiers.Contains("static") && !modifiers.Contains("readonly")
            select file.At(field),
            "Tests share nothing that one of them can change.");

    [GeneratedRegex("^[A-Z0-9][A-Za-z0-9]*(_[A-Za-z0-9]+)+$")]
    private static partial Regex Fact();
}
