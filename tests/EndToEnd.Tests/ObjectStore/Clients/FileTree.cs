namespace OrleansLld.ObjectStore.Clients;

/// <summary>A folder of real files, from nothing to one that every client sends in several parts.</summary>
public sealed class FileTree : IDisposable
{
    /// <summary>The length of the longest file: more than 64 MiB, and not a multiple of anything.</summary>
    public const int LongestBytes = (70 << 20) + 12_345;

    private const string Longest = "films/the longest.bin";

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanslld-tree-").FullName;

    public FileTree(int seed)
    {
        var random = new Random(seed);
        Write("empty.txt", 0);
        Write("one.txt", 1);
        Write("notes/small.md", 4_000);
        Write("notes/größe ünd 日本 + 100%.txt", 9_001);
        Write("notes/deep/er/medium.bin", 300_000);
        Write("films/short.bin", 6 << 20);
        Write(Longest, LongestBytes);

        void Write(string name, int bytes)
        {
            var content = new byte[bytes];
            random.NextBytes(content);
            var path = PathOf(name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    /// <summary>Where the files are.</summary>
    public string Source => Path.Combine(_folder, "source");

    /// <summary>The longest file.</summary>
    public string LongestPath => PathOf(Longest);

    /// <summary>The files' names below the folder, with slashes, in ordinal order.</summary>
    public IReadOnlyList<string> Names => NamesBelow(Source);

    /// <summary>A folder beside it, made for this.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    public string PathOf(string name) => Path.Combine(Source, name);

    /// <summary>The other folder has the same files with the same bytes, and no others.</summary>
    public void ShouldBeIn(string folder)
    {
        NamesBelow(folder).ShouldBe(Names);
        foreach (var name in Names)
            File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(File.ReadAllBytes(PathOf(name))).ShouldBeTrue(name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<string> NamesBelow(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
}
