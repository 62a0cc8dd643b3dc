using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrleansLld;

/// <summary>What may not stand in a source.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void Nothing_is_left_to_do() =>
        Rule.HasNoOffenders(
            from file in SourceTree.Files
            where file.HasExtension(".cs", ".ts", ".tsx", ".css", ".mjs", ".js", ".sh", ".csproj", ".props", ".targets")
            where file.Name != $"{nameof(SourceTests)}.cs"
            from line in file.Lines.Index()
            where LeftToDo().IsMatch(line.Item)
            select $"{file}:{line.Index + 1}",
            "Do it, or file an issue.");

    [Fact]
    public void No_region_hides_code() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharp
            from trivia in file.Syntax.DescendantTrivia()
            where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
            select file.At(trivia.GetLocation()),
            "A file that needs regions is several files.");

    [Fact]
    public void No_code_is_commented_out() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharp
            from trivia in file.Syntax.DescendantTrivia()
            where trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && Statement().IsMatch(trivia.ToString())
            select $"{file.At(trivia.GetLocation())} {trivia}",
            "The history keeps old code.");

    [Fact]
    public void The_exchange_engine_counts_in_whole_units() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("Engines/Exchange")
            from token in file.Syntax.DescendantTokens()
            where token.Kind() is SyntaxKind.FloatKeyword or SyntaxKind.DoubleKeyword or SyntaxKind.DecimalKeyword
                || token.Value is float or double or decimal
                || token.Text is "Double" or "Single" or "Decimal"
            where !(token.IsKind(SyntaxKind.DecimalKeyword) && file.IsIn("Engines/Exchange/Wire"))
            select $"{file.At(token.GetLocation())} {token}",
            "Money is whole units, prices whole ticks, quantities whole lots; decimals belong to the edge.");

    [Theory]
    [InlineData("Engines")]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    public void Time_and_chance_come_from_outside(string project) =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn(project)
            from name in file.Nodes<MemberAccessExpressionSyntax>().Select(access => (Node: (SyntaxNode)access, Text: access.ToString()))
                .Concat(file.Nodes<ObjectCreationExpressionSyntax>().Select(made => (Node: (SyntaxNode)made, Text: $"new {made.Type}")))
            where TimeOrChance().IsMatch(name.Text) && !IsRegistered(name.Node)
            select $"{file.At(name.Node)} {name.Text}",
            "An engine takes time and chance as arguments; a grain takes a TimeProvider, and ids from its callers.");

    [Fact]
    public void Logging_is_in_the_log_file_of_its_type() =>
        Rule.HasNoOffenders(
            from file in SourceTree.ProductCSharp
            where !file.Name.Ends(".Log.cs")
            from attribute in file.Nodes<AttributeSyntax>()
            where attribute.Name.ToString() == "LoggerMessage"
            select file.At(attribute),
            "[LoggerMessage] methods stand in X.Log.cs, so that the logic reads clean.");

    [Fact]
    public void A_class_that_nobody_derives_from_is_sealed() =>
        Rule.HasNoOffenders(
            from assembly in Product.Assemblies
            from type in assembly.TypesWritten()
            where type is { IsClass: true, IsSealed: false, IsAbstract: false }
                && type.Name != "Program"
                && !Product.Assemblies.SelectMany(other => other.GetTypes()).Any(other => IsDerived(other, type))
            select type.FullName,
            "sealed unless made for inheritance.");

    [Fact]
    public void An_interface_has_more_than_one_implementation() =>
        Rule.HasNoOffenders(
            from assembly in new[] { Product.Engines, Product.Grains, Product.Silo, Product.Gateway, Product.Client }
            from type in assembly.TypesWritten()
            where type.IsInterface && type.Namespace != "OrleansLld.Storage" && !IsImplementedByTheHub(type)
                && Product.Assemblies.SelectMany(other => other.TypesWritten())
                    .Count(other => other.IsClass && type.IsAssignableFrom(other)) < 2
            select type.FullName,
            "An interface with one implementation is that implementation twice. Contracts and the storage seam are the exceptions.");

    /// <summary>To say which clock is injected is not to read it.</summary>
    private static bool IsRegistered(SyntaxNode node) =>
        node.Parent?.Parent?.Parent is InvocationExpressionSyntax call && call.Expression.ToString().Ends("AddSingleton");

    /// <summary>The clients of a typed hub are implemented by SignalR.</summary>
    private static bool IsImplementedByTheHub(Type type) =>
        Product.Gateway.GetTypes()
            .Any(hub => hub.BaseType is { IsGenericType: true } of && of.Name is "Hub`1" or "AccountHub`1"
                && hub.BaseType.GetGenericArguments()[0] == type);

    private static bool IsDerived(Type type, Type from)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if ((parent.IsGenericType ? parent.GetGenericTypeDefinition() : parent) == from)
                return true;
        }

        return false;
    }

    /// <summary>A sentence may end with a semicolon; a call, an assignment or a keyword before it makes it code.</summary>
    [GeneratedRegex(@"^//\s*((var|return|if|for|foreach|while|using|await|throw|public|private|internal)\b.*|[^\s].*(\(| = ).*)[;{}]\s*$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftToDo();

    [GeneratedRegex(
        @"^([\w.]*\.)?((DateTime|DateTimeOffset)\.(Now|UtcNow|Today)|Environment\.TickCount(64)?|TimeProvider\.System"
        + @"|Random\.\w+|Guid\.(NewGuid|CreateVersion7)|RandomNumberGenerator\.\w+)$|^new Random$")]
    private static partial Regex TimeOrChance();
}
