using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrleansLld;

/// <summary>Sizes and names.</summary>
public sealed partial class LayoutTests
{
    private const int FileLinesMax = 400;

    private const int LineCharactersMax = 140;

    private const int MethodLinesMax = 60;

    private static IEnumerable<SourceFile> Code =>
        SourceTree.Files.Where(file => file.HasExtension(".cs", ".sh", ".ts", ".tsx", ".css", ".mjs"));

    [Fact]
    public void A_file_is_not_long() =>
        Rule.HasNoOffenders(
            Code.Where(file => file.Lines.Length > FileLinesMax + 1).Select(file => $"{file}: {file.Lines.Length} lines"),
            $"A file has at most {FileLinesMax} lines. Split it by concept.");

    [Fact]
    public void A_line_is_not_wide() =>
        Rule.HasNoOffenders(
            from file in Code.Where(file => file.HasExtension(".cs", ".sh"))
            from line in file.Lines.Index()
            where line.Item.TrimEnd('\r').Length > LineCharactersMax
            select $"{file}:{line.Index + 1}",
            $"A line has at most {LineCharactersMax} characters.");

    [Fact]
    public void A_method_is_not_long() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharp
            from body in file.Nodes<SyntaxNode>()
            where body is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            let lines = LinesWithoutAttributes(body)
            where lines > MethodLinesMax
            select $"{file.At(body)}: {lines} lines",
            $"A method has at most {MethodLinesMax} lines.");

    [Fact]
    public void Types_are_nouns_of_the_domain() =>
        Rule.HasNoOffenders(
            from file in SourceTree.CSharp
            from type in file.Nodes<BaseTypeDeclarationSyntax>()
            where EmptyName().IsMatch(type.Identifier.Text)
            select $"{file.At(type)} {type.Identifier}",
            "A name that would fit anything says nothing: no Manager, Helper, Service, Util, Common or Base.");

    [Fact]
    public void Files_are_nouns_of_the_domain() =>
        Rule.HasNoOffenders(
            from file in Code
            from part in file.Path.Split('/')
            where EmptyName().IsMatch(part.Split('.')[0])
            select file.Path,
            "A name that would fit anything says nothing: no Manager, Helper, Service, Util, Common or Base.");

    [Fact]
    public void A_file_is_named_after_its_first_type() =>
        Rule.HasNoOffenders(
            from file in SourceTree.ProductCSharp
            let types = file.Syntax.DescendantNodes(node => node is not BaseTypeDeclarationSyntax).OfType<MemberDeclarationSyntax>()
                .Select(DeclaredName).OfType<string>().ToList()
            where types.Count > 0 && file.Name != "Program.cs" && !types.Contains(file.Name.Split('.')[0]) && !IsGathering(file, types)
            select $"{file}: {string.Join(", ", types)}",
            "Whoever knows the type's name finds its file.");

    [Fact]
    public void A_type_is_partial_only_for_its_log_its_generator_or_an_aspect_of_a_test() =>
        Rule.HasNoOffenders(
            from file in SourceTree.ProductCSharp
            from type in file.Nodes<TypeDeclarationSyntax>()
            where type.Parent is BaseNamespaceDeclarationSyntax
            group file by $"{file.Path[..file.Path.LastIndexOf('/')]}/{type.Identifier}{type.TypeParameterList}" into declarations
            where declarations.Count(file => !file.Name.Ends(".Log.cs")) > 1
            select $"{declarations.Key}: {string.Join(", ", declarations.Select(file => file.Name))}",
            "A type that needs several files is several types.");

    /// <summary>A file of several small types that belong together, such as Orders.cs, is named by a plural.</summary>
    private static bool IsGathering(SourceFile file, List<string> types) => types.Count > 1 && file.Name.Split('.')[0].Ends("s");

    /// <summary>A table of cases may stand above a test.</summary>
    private static int LinesWithoutAttributes(SyntaxNode body)
    {
        var start = body.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList)).GetLocation();
        var end = body.GetLocation();
        return end!.GetLineSpan().EndLinePosition.Line - start!.GetLineSpan().StartLinePosition.Line + 1;
    }

    private static string? DeclaredName(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };

    [GeneratedRegex("(Manager|Helper|Service|Base)s?$|^(Common|Shared|Misc)$|^[Uu]til|Util(s|ity|ities)?$|^(helper|manager|base)s?$")]
    private static partial Regex EmptyName();
}
