using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrleansLld;

/// <summary>What an operator sets. (An option of a command line describes itself in its help.)</summary>
public sealed class OptionsTests
{
    private static IEnumerable<(SourceFile File, TypeDeclarationSyntax Type)> Options =>
        from file in SourceTree.ProductCSharp
        from type in file.Nodes<TypeDeclarationSyntax>()
        where type.Identifier.Text.Ends("Options")
        select (file, type);

    [Fact]
    public void Options_are_sealed() =>
        Rule.HasNoOffenders(
            from options in Options
            where options.Type is ClassDeclarationSyntax && !options.Type.Modifiers.Any(SyntaxKind.SealedKeyword)
            select $"{options.File.At(options.Type)} {options.Type.Identifier}",
            "Options are a sealed class of plain properties.");

    [Fact]
    public void Every_option_says_what_it_means() =>
        Rule.HasNoOffenders(
            from options in Options
            from property in options.Type.Members.OfType<PropertyDeclarationSyntax>()
            where property.Modifiers.Any(SyntaxKind.PublicKeyword)
                && !property.Type.ToString().Begins("Option<")
                && !HasSummary(property)
            select $"{options.File.At(property)} {options.Type.Identifier}.{property.Identifier}",
            "Each option states meaning, unit and default in its documentation comment.");

    private static bool HasSummary(PropertyDeclarationSyntax property) =>
        property.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia));
}
