using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansLld.ObjectStore;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage.Ring;

/// <summary>A process with the disks a, b, c and d, each in a directory of its own, that is told of epochs by the test.</summary>
internal sealed class RingFixture : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _root;
    private readonly bool _isOwner;
    private ImmutableArray<PlacementEpoch> _epochs = [];

    public RingFixture(RingFixture? before = null, string? root = null)
    {
        _root = root ?? before?._root ?? Directory.CreateTempSubdirectory("orleanslld-ring-").FullName;
        _isOwner = before is null && root is null;
        _epochs = before?._epochs ?? [];
        Options = before?.Options ?? NewOptions();
        Meter = new BlobMeter(_services.GetRequiredService<IMeterFactory>(), NullLoggerFactory.Instance);
        Disks = new RingDisks(OptionsOf(Options), Meter);
        if (_isOwner)
            foreach (var disk in Disks.All)
                disk.Take();
        Placement = new KnownPlacement(Time);
        Store = new RingBlobStore(Disks, Placement);
        Mover = new BlobMover(Disks, Placement, new MovePace(1L << 40, TimeProvider.System), Meter, NullLogger<BlobMover>.Instance);
    }

    public string Root => _root;

    public FileBlobOptions Options { get; }

    public FakeTimeProvider Time { get; } = new();

    public BlobMeter Meter { get; }

    public RingDisks Disks { get; }

    public KnownPlacement Placement { get; }

    public RingBlobStore Store { get; }

    public BlobMover Mover { get; }

    public string PathOf(string disk) => Path.Combine(_root, disk);

    /// <summary>The disks of this text, such as <c>a:1 b:2</c>, are the newest epoch, and this process knows.</summary>
    public void Begin(string nodes)
    {
        _epochs = _epochs.Insert(0, new PlacementEpoch(_epochs.Length + 1, Nodes(nodes)));
        Tell(isSettled: false);
    }

    /// <summary>The newest epoch is settled.</summary>
    public void Settle()
    {
        _epochs = [_epochs[0]];
        Tell(isSettled: true);
    }

    public void Tell(bool isSettled) => Placement.Take(new Placement(_epochs, isSettled, !isSettled), Time.GetTimestamp());

    /// <summary>The blobs of a disk, by the names of its files.</summary>
    public IEnumerable<string> BlobsOn(string disk) => Directory.EnumerateDirectories(PathOf(disk))
        .Where(directory => Path.GetFileName(directory).Length == 2).SelectMany(Directory.EnumerateFiles)
        .Select(file => Path.GetFileName(file)!);

    /// <summary>The file of a blob on a disk, which need not be there.</summary>
    public string FileOf(string blob, string disk)
    {
        var file = Disks.All.SelectMany(any => Directory.EnumerateFiles(PathOf(any.Name), blob, SearchOption.AllDirectories)).First();
        return Path.Combine(PathOf(disk), Path.GetFileName(Path.GetDirectoryName(file)!), blob);
    }

    public static ImmutableArray<PlacementNode> Nodes(string text) =>
    [
        .. text.Split(' ').Select(node => node.Split(':'))
            .Select(parts => new PlacementNode(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture))),
    ];

    public static IOptions<FileBlobOptions> OptionsOf(FileBlobOptions options) => new OptionsWrapper<FileBlobOptions>(options);

    private FileBlobOptions NewOptions()
    {
        var options = new FileBlobOptions { ThreadsPerDisk = 2 };
        foreach (var name in (IEnumerable<string>)["a", "b", "c", "d"])
            options.Disks.Add(new DiskOptions { Name = name, Path = PathOf(name) });
        return options;
    }

    public void Dispose()
    {
        Disks.Dispose();
        _services.Dispose();
        if (_isOwner)
            Directory.Delete(_root, recursive: true);
    }
}
