using System.Text;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Goes through all versions of a bucket as they are stored: first the newest of each key, then the others. It asks the bucket again and
/// again which partition has the next keys, so splits and merges on the way do not matter.
/// </summary>
internal sealed class VersionWalk(IGrainStore store, IGrainFactory grains, string bucket, VersionPlace place)
{
    private const int RowsAPage = 100;
    private const int AttemptsMax = 3;

    private readonly Queue<(FoundVersion Version, VersionPlace Place)> _page = [];

    /// <summary>The last version that was taken.</summary>
    public VersionPlace Place { get; private set; } = place;

    /// <summary>Whether it turned out that the bucket is gone.</summary>
    public bool IsBucketGone { get; private set; }

    /// <summary>The next version; null at the end.</summary>
    public async Task<FoundVersion?> NextAsync(CancellationToken cancellationToken)
    {
        for (var from = Place; _page.Count == 0 && from is not null;)
            from = await ReadAsync(from, cancellationToken);
        if (!_page.TryDequeue(out var next))
            return null;
        Place = next.Place;
        return next.Version;
    }

    /// <summary>Whether a version still has the blob: what was found some time ago may have been replaced since.</summary>
    public async Task<bool> StillHas(FoundVersion found, BlobId? blob, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await Partition(found.Key.ToString(), cancellationToken) is not { } range)
                return false;
            var partition = grains.GetGrain<IIndexPartitionGrain>(range.Id.ToString());
            var reply = await partition.Find(new FindObject(found.Key, found.VersionId), cancellationToken);
            if (reply.Outcome != WriteOutcome.Moved)
                return reply.Object is { } now && (blob is null || ObjectBodies.BlobsOf(now.Content).Contains(blob.Value));
        }

        throw new StorageUnavailableException($"The partition of a key of {bucket} moves again and again.");
    }

    // Fills the page with what comes after the place, and says where the next page begins; null at the end.
    private async Task<VersionPlace?> ReadAsync(VersionPlace after, CancellationToken cancellationToken)
    {
        if (await Partition(after.Key, cancellationToken) is not { } range)
            return null;
        var rows = IndexRows.PartitionOf(range.Id);
        var end = range.End is null ? null : Encoding.UTF8.GetBytes(range.End);
        var cursor = new RowCursor(after.Space, after.From(), after.Suffix, end, RowsAPage);
        while (_page.Count < RowsAPage)
        {
            while (cursor.Wants(out var query))
                cursor.Take(await store.AnswerAsync(rows, query, cancellationToken));
            if (cursor.Key is not { } key)
                return Beyond(after.Space, range.End);
            var place = new VersionPlace(after.Space, Encoding.UTF8.GetString(key), cursor.Suffix, IsPassed: true);
            if (await Read(rows, key, cursor.Row, cancellationToken) is { } version)
                _page.Enqueue((version, place));
            after = place;
            cursor.Next();
        }

        return after;
    }

    private static VersionPlace? Beyond(IndexSpace space, string? end) =>
        end is not null ? new VersionPlace(space, end, "", IsPassed: false)
        : space == IndexSpace.Live ? new VersionPlace(IndexSpace.History, "", "", IsPassed: false)
        : null;

    // Null for a delete marker, and for a version that went while it was read.
    private async Task<FoundVersion?> Read(PartitionId rows, byte[] key, IndexRow row, CancellationToken cancellationToken)
    {
        var version = IndexVersion.OfRow(row.Value);
        if (version.IsMarker)
            return null;
        var path = KeyPath.Of(key);
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (var piece = 0; piece < version.Pieces; piece++)
        {
            var name = new RowKey(path.Row(IndexSpace.Contents, version.PieceSuffix(piece)));
            if (await store.GetAsync(rows, name, cancellationToken) is not { } found)
                return null;
            pieces.Add(found);
        }

        var (description, content) = ObjectBodies.Read(version, pieces);
        return new FoundVersion(new ObjectKey(Encoding.UTF8.GetString(key)), version.Id.ToString(), description, content);
    }

    private async Task<(IndexPartitionId Id, string? End)?> Partition(string key, CancellationToken cancellationToken)
    {
        var settings = await grains.GetGrain<IBucketGrain>(bucket).Describe(cancellationToken);
        IsBucketGone = settings is null;
        if (settings is null)
            return null;
        var at = settings.Index.Length - 1;
        while (at > 0 && ObjectKey.Compare(settings.Index[at].From, key) > 0)
            at--;
        return (settings.Index[at].Partition, at + 1 < settings.Index.Length ? settings.Index[at + 1].From : null);
    }
}

/// <summary>Where a walk stands.</summary>
/// <param name="Space">Newest versions, or the others.</param>
/// <param name="Key">The key.</param>
/// <param name="Suffix">Which of its rows.</param>
/// <param name="IsPassed">Whether that row was taken already.</param>
internal sealed record VersionPlace(IndexSpace Space, string Key, string Suffix, bool IsPassed)
{
    public static VersionPlace Beginning { get; } = new(IndexSpace.Live, "", "", IsPassed: false);

    /// <summary>The first key to look at: a key has one newest version, so behind it comes the next key.</summary>
    public byte[] From() => Encoding.UTF8.GetBytes(Space == IndexSpace.Live && IsPassed ? Key + '\0' : Key);
}

/// <summary>A version as it was stored when the walk came by.</summary>
internal sealed record FoundVersion(ObjectKey Key, string VersionId, ObjectDescription Description, ObjectContent Content);
