namespace OrleansLld;

/// <summary>The files of the working tree, without what builds and package managers put there.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> NotSources =
        [".git", ".vs", ".idea", "artifacts", "bin", "obj", "data", "dist", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder of OrleansLld.sln.</summary>
    public static string Root { get; } = FindRoot();

    private static readonly Lazy<IReadOnlyList<SourceFile>> LazyFiles =
        new(() => [.. Walk(Root).OrderBy(file => file.Path, StringComparer.Ordinal)]);

    public static IEnumerable<SourceFile> Files => LazyFiles.Value;

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.Path.Ends(".cs"));

    /// <summary>What ships, as opposed to what tests it.</summary>
    public static IEnumerable<SourceFile> ProductCSharp => CSharp.Where(file => !file.IsIn("tests"));

    public static IEnumerable<SourceFile> Markdown => Files.Where(file => file.HasExtension(".md"));

    public static IEnumerable<SourceFile> CSharpIn(string folder) => CSharp.Where(file => file.IsIn(folder));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>The names of the folders right under one, or none when it is not there.</summary>
    public static IEnumerable<string> FoldersIn(string path)
    {
        var folder = new DirectoryInfo(Path.Combine(Root, path));
        return folder.Exists ? folder.EnumerateDirectories().Select(sub => sub.Name).Where(name => !NotSources.Contains(name)) : [];
    }

    private static IEnumerable<SourceFile> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return new SourceFile(Path.GetRelativePath(Root, file).Replace('\\', '/'));
        foreach (var sub in Directory.EnumerateDirectories(folder).Where(sub => !NotSources.Contains(Path.GetFileName(sub))))
        {
            foreach (var file in Walk(sub))
                yield return file;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrleansLld.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
