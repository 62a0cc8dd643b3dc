namespace OrleansLld;

/// <summary>A system is one folder name in every column.</summary>
public sealed class RowTests
{
    private const int ReadmeLinesMax = 80;

    /// <summary>The systems: the folders of Grains, but for the seam they all stand on.</summary>
    private static IEnumerable<string> Rows => SourceTree.FoldersIn("Grains").Where(folder => folder != "Storage");

    [Fact]
    public void A_row_has_a_short_readme() =>
        Rule.HasNoOffenders(
            from row in Rows
            let readme = SourceTree.Markdown.FirstOrDefault(file => file.Path == $"Grains/{row}/README.md")
            where readme is null || readme.Lines.Length > ReadmeLinesMax + 1
            select $"Grains/{row}/README.md",
            $"A reader of a system starts at its README of at most {ReadmeLinesMax} lines.");

    [Fact]
    public void A_row_has_contracts() =>
        Rule.HasNoOffenders(
            Rows.Where(row => !SourceTree.Exists($"Grains.Interfaces/{row}")),
            "Grains.Interfaces has a folder for every row.");

    [Fact]
    public void A_row_has_tests_of_its_grains() =>
        Rule.HasNoOffenders(Rows.Where(row => !HasTests("Grains.Tests", row)), "tests/Grains.Tests has a folder for every row.");

    [Fact]
    public void An_engine_has_tests() =>
        Rule.HasNoOffenders(
            SourceTree.FoldersIn("Engines").Where(row => !HasTests("Engines.Tests", row)),
            "tests/Engines.Tests has a folder for every engine.");

    [Fact]
    public void A_folder_is_a_row_everywhere() =>
        Rule.HasNoOffenders(
            from folder in SourceTree.FoldersIn("Engines")
            where !SourceTree.Exists($"Grains.Interfaces/{folder}")
            select $"Engines/{folder}",
            "The folder of a system has the same name in every project.");

    private static bool HasTests(string project, string row) =>
        SourceTree.CSharpIn($"tests/{project}/{row}").Any(file => file.Name.Ends("Tests.cs"));
}
