using System.Reflection;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orleans.Concurrency;

namespace OrleansLld;

/// <summary>A grain is a thin shell: identity, turn, durability and fan-out.</summary>
public sealed class GrainTests
{
    private const int GrainLinesMax = 150;

    private const int GrainMethodsMax = 10;

    private static IEnumerable<Type> Grains =>
        Product.Grains.TypesWritten()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IGrainBase).IsAssignableFrom(type));

    [Fact]
    public void A_grain_is_sealed_and_internal() =>
        Rule.HasNoOffenders(
            Grains.Where(type => !type.IsSealed || type.IsVisible).Select(type => type.FullName!),
            "Others reach a grain through its interface only.");

    [Fact]
    public void A_grain_is_short() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("Grains")
            where !file.Name.Ends(".Log.cs")
            from declaration in file.Nodes<ClassDeclarationSyntax>()
            where Grains.Any(type => type.Name == declaration.Identifier.Text)
            let lines = declaration.GetLocation().GetLineSpan()
            let count = lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1
            where count > GrainLinesMax
            select $"{file.At(declaration)} {declaration.Identifier}: {count} lines",
            $"A grain has at most {GrainLinesMax} lines: split the entity, or move the logic to the engine.");

    [Fact]
    public void A_grain_answers_few_methods() =>
        Rule.HasNoOffenders(
            from type in Grains
            let count = type.GetInterfaces().Where(face => face.Assembly == Product.Contracts).Sum(face => face.GetMethods().Length)
            where count > GrainMethodsMax
            select $"{type.FullName}: {count} methods",
            $"A grain answers at most {GrainMethodsMax} methods.");

    [Fact]
    public void A_reentrant_grain_has_a_decision_record() =>
        Rule.HasNoOffenders(
            from type in Product.Grains.TypesWritten()
            where type.IsDefined(typeof(ReentrantAttribute), false) || type.IsDefined(typeof(MayInterleaveAttribute), false)
            where !SourceTree.Markdown.Any(file => file.IsIn("docs/decisions") && file.Text.Has(type.Name.Split('`')[0]))
            select type.FullName,
            "Reentrancy breaks the rule that a turn is a lock. Say in docs/decisions why this grain may, by name.");

    [Fact]
    public void No_method_of_a_grain_interleaves_unless_a_decision_record_names_its_interface() =>
        Rule.HasNoOffenders(
            from type in Product.Contracts.TypesWritten().Where(type => type.IsInterface)
            from method in type.GetMethods()
            where method.IsDefined(typeof(AlwaysInterleaveAttribute))
            where !SourceTree.Markdown.Any(file => file.IsIn("docs/decisions") && file.Text.Has(type.Name))
            select $"{type.FullName}.{method.Name}",
            "[AlwaysInterleave] is reentrancy by another name.");

    [Theory]
    [InlineData("ConfigureAwait", "It would leave the grain's turn.")]
    [InlineData("Task.Run", "It would leave the grain's turn, and its locks with it.")]
    [InlineData("Task.Factory", "It would leave the grain's turn.")]
    [InlineData("ContinueWith", "Await instead.")]
    public void Grains_never_call(string method, string because) =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("Grains").Where(file => !file.IsIn("Grains/Storage"))
            from call in file.Nodes<InvocationExpressionSyntax>()
            let text = call.Expression.ToString()
            where text == method || text.Begins(method + ".") || text.Ends("." + method)
            select file.At(call),
            $"{method} in a grain: {because}");

    [Fact]
    public void Nothing_is_saved_on_deactivation() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("Grains")
            from method in file.Nodes<MethodDeclarationSyntax>()
            where method.Identifier.Text == "OnDeactivateAsync"
            from call in method.DescendantNodes().OfType<InvocationExpressionSyntax>()
            where call.Expression.ToString().Ends("CommitAsync")
            select file.At(call),
            "What was acknowledged is durable already; a crash never deactivates.");

    [Fact]
    public void Only_the_storage_seam_persists() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharpIn("Grains")
            from type in file.Nodes<SimpleNameSyntax>()
            where type.Identifier.Text is "IPersistentState" or "IGrainStorage" or "PersistentStateAttribute"
            where !file.IsIn("Grains/Storage")
            select file.At(type),
            "A grain keeps its state through Grains/Storage, nowhere else.");
}
