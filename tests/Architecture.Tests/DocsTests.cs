using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansLld;

/// <summary>What is written for people.</summary>
public sealed partial class DocsTests
{
    private static IEnumerable<(SourceFile File, string Target)> Links =>
        from file in SourceTree.Markdown
        from Match match in Link().Matches(WithoutCode(file.Text))
        let target = match.Groups["target"].Value
        where !target.Has("://") && !target.Begins("mailto:")
        select (file, target);

    [Theory]
    [InlineData("LICENSE")]
    public void The_reader_finds(string path) => SourceTree.Exists(path).ShouldBeTrue();

    [Fact]
    public void A_link_leads_somewhere() =>
        Rule.HasNoOffenders(
            from link in Links
            let path = link.Target.Split('#')[0]
            where path.Length > 0 && !SourceTree.Exists(Resolve(link.File, path))
            select $"{link.File}: {link.Target}",
            "The file that a document links to is not there.");

    [Fact]
    public void A_link_to_a_heading_finds_it() =>
        Rule.HasNoOffenders(
            from link in Links
            let parts = link.Target.Split('#', 2)
            where parts.Length == 2
            let path = parts[0].Length == 0 ? link.File.Path : Resolve(link.File, parts[0])
            let target = SourceTree.Markdown.FirstOrDefault(file => file.Path == path)
            where target is not null && !Headings(target).Contains(parts[1])
            select $"{link.File}: {link.Target}",
            "The document has no such heading.");

    [Fact]
    public void A_named_path_of_the_tree_is_there() =>
        Rule.HasNoOffenders(
            from file in SourceTree.Markdown
            where file.Path != "CHANGELOG.md"
            from Match match in PathInCode().Matches(file.Text)
            let path = match.Groups["path"].Value.TrimEnd('/')
            where !SourceTree.Exists(path) && !SourceTree.Exists(Resolve(file, path))
            select $"{file}: {path}",
            "A document names a file that is not there (any more).");

    [Fact]
    public void Decision_records_are_numbered_without_gaps()
    {
        var numbers = SourceTree.Markdown.Where(file => file.IsIn("docs/decisions")).Select(file => file.Name[..4]).ToList();

        numbers.ShouldBe(Enumerable.Range(1, numbers.Count).Select(number => number.ToString("0000", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void No_path_of_one_machine_is_written_down() =>
        Rule.HasNoOffenders(
            from file in SourceTree.Files
            where file.HasExtension(
                ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".md", ".sh", ".ts", ".tsx", ".css", ".html", ".js", ".txt", "run")
            from line in file.Lines.Index()
            where MachinePath().IsMatch(line.Item)
            select $"{file}:{line.Index + 1}",
            "It would not hold on another machine.");

    private static string Resolve(SourceFile from, string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, from.Path))!;
        return Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(folder, path))).Replace('\\', '/');
    }

    private static IEnumerable<string> Headings(SourceFile file) =>
        from line in WithoutCode(file.Text).Split('\n')
        where line.StartsWith('#')
        select NotInSlug().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string markdown) => Fence().Replace(markdown, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInSlug();

    [GeneratedRegex(@"`(?<path>(Engines|Grains|Grains\.Interfaces|Silo|Gateway|Client|Azurite|tests|docs)(/[\w.\-]+)+/?)`")]
    private static partial Regex PathInCode();

    [GeneratedRegex(@"(?<![\w.:/~-])/(home|work|root|Users)/[\w.-]+/|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();
}
