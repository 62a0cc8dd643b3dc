using System.Collections.Immutable;
using System.Text;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>The blobs that a command makes useless: they become garbage in its commit.</summary>
internal sealed class UselessBlobs
{
    private readonly HashSet<BlobId> _blobs = [];
    private readonly Dictionary<long, List<ReadOnlyMemory<byte>>> _pieces = [];

    /// <summary>Reads what must be known before the decision, should this version be the one to go.</summary>
    public static async ValueTask<UselessBlobs> OfAsync(IndexPartition partition, KeyPath path, IndexVersion? version)
    {
        var useless = new UselessBlobs();
        if (version is null || !ObjectBodies.NamesBlobsApart(version))
            return useless;
        var pieces = useless._pieces[version.StampUs] = [];
        for (var piece = 0; piece < version.Pieces; piece++)
        {
            var row = path.Row(IndexSpace.Contents, version.PieceSuffix(piece));
            pieces.Add(await partition.GetAsync(row, default) ?? throw new CorruptStorageException($"{row} of {partition.Id} is missing."));
        }

        return useless;
    }

    public void Add(ImmutableArray<BlobId> blobs) => _blobs.UnionWith(blobs);

    /// <summary>What versions that are gone refer to.</summary>
    public void Collect(IEnumerable<IndexVersion> removed)
    {
        foreach (var version in removed)
        {
            if (version.Pieces == 0 || _pieces.ContainsKey(version.StampUs))
                _blobs.UnionWith(ObjectBodies.BlobsOf(ObjectBodies.Read(version, _pieces.GetValueOrDefault(version.StampUs, [])).Content));
        }
    }

    public IEnumerable<RowChange> ToRows(KeyPath path, long nowUs)
    {
        var key = Encoding.UTF8.GetString(path.Key);
        return _blobs.Select(blob => new IndexNote(blob.ToString(), key, nowUs).ToRow(IndexSpace.Garbage));
    }
}
