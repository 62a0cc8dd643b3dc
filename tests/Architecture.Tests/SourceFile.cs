using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OrleansLld;

/// <summary>One file of the tree.</summary>
/// <param name="path">Relative to the root, with forward slashes.</param>
internal sealed class SourceFile(string path)
{
    private static readonly CSharpParseOptions WithDocumentation = new(documentationMode: DocumentationMode.Parse);

    private readonly Lazy<string> _text = new(() => File.ReadAllText(System.IO.Path.Combine(SourceTree.Root, path)));

    private SyntaxNode? _syntax;

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path);

    public string Text => _text.Value;

    public string[] Lines => Text.Split('\n');

    /// <summary>The C# syntax with documentation comments.</summary>
    public SyntaxNode Syntax => _syntax ??= CSharpSyntaxTree.ParseText(Text, WithDocumentation).GetRoot();

    public bool IsIn(string folder) => path.Begins(folder + "/");

    public bool HasExtension(params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
        {
            if (path.Ends(extension))
                return true;
        }

        return false;
    }

    public IEnumerable<T> Nodes<T>() where T : SyntaxNode => Syntax.DescendantNodes().OfType<T>();

    /// <summary>Path and line of a node, as editors and terminals link them.</summary>
    public string At(SyntaxNode node) => At(node.GetLocation());

    public string At(Location location) => $"{path}:{location.GetLineSpan().StartLinePosition.Line + 1}";

    public override string ToString() => path;
}
