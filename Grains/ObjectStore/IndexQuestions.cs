using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Answers from what is durable, beside the commands and without waiting for them.</summary>
internal sealed class IndexQuestions(IndexPartition partition)
{
    // Whoever is overtaken by a commit each time is answered all the same.
    private const int AttemptsMax = 4;

    public async Task<FindReply> Find(FindObject query, CancellationToken cancellationToken)
    {
        if (!IndexTerms.TryReadVersion(query.VersionId, out var target))
            return new FindReply(WriteOutcome.NoSuchVersion, null);
        var path = KeyPath.Of(query.Key.ToString());
        for (var attempt = 1; ; attempt++)
        {
            var (commits, isPending) = (partition.Commits, partition.IsPending(path.Row(IndexSpace.Live)));
            var reading = new KeyReading(path, KeyRules.FindNeeds(target, true));
            await ReadAsync(reading, cancellationToken);
            var pieces = await PiecesAsync(path, reading.State.Target, cancellationToken);
            if (!partition.Meta.IsOpened || !partition.Meta.Serves(path))
                return new FindReply(WriteOutcome.Moved, null);
            if (partition.Meta.IsClosed)
                return new FindReply(WriteOutcome.NoSuchBucket, null);

            // A version moves between two rows when the newest changes: looked for in both it may be met in neither.
            var isMet = reading.State.Target is not null && pieces is not null && (target is not null || IsNewest(reading.State));
            if (isMet || (!isPending && partition.Commits == commits) || attempt == AttemptsMax)
                return Answer(query.Key, reading.State, target is not null, IndexTerms.Of(KeyRules.Find(reading.State, target)), pieces);
        }
    }

    public async Task<ListReply> List(ListObjects query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1_000);
        for (var attempt = 1; ; attempt++)
        {
            var (range, broughtBack) = (partition.Meta.Range, partition.BroughtBackDurably);
            var listing = new Listing(new ListingTerms(
                IndexTerms.Of(query.Kind), range, query.Prefix, query.Delimiter, query.After, query.AfterId, query.AfterIsPrefix,
                query.Limit));
            await ReadAsync(listing, cancellationToken);
            // Rows of keys that moved away meanwhile may be gone.
            if (!range.Equals(partition.Meta.Range))
                continue;
            // The newest are read first, so a version that becomes the newest meanwhile may be missed.
            if (query.Kind == ListingKind.Versions && partition.BroughtBack != broughtBack && attempt < AttemptsMax)
                continue;
            if (!partition.Meta.IsOpened || range.IsEmpty)
                return Refused(WriteOutcome.Moved);
            return partition.Meta.IsClosed ? Refused(WriteOutcome.NoSuchBucket) : Page(query.Kind, listing, range.To ?? "");
        }
    }

    private static FindReply Answer(
        ObjectKey key, KeyState state, bool isTargeted, WriteOutcome outcome, IReadOnlyList<ReadOnlyMemory<byte>>? pieces)
    {
        if (state.Target is not { } version)
            return new FindReply(outcome, null);
        if (pieces is null)
            return new FindReply(isTargeted ? WriteOutcome.NoSuchVersion : WriteOutcome.NoSuchKey, null);
        var (description, content) = ObjectBodies.Read(version, pieces);
        return new FindReply(outcome, new ObjectVersion(
            key, version.Id.ToString(), version.StampUs == state.Newest?.StampUs, version.IsMarker, Times.At(version.StampUs), description,
            content));
    }

    private static bool IsNewest(KeyState state) => state.Live is not null || state.Newest?.IsMarker == true;

    private static ListReply Refused(WriteOutcome outcome) => new(outcome, [], [], false, "", null, false, "");

    private static ListReply Page(ListingKind kind, Listing listing, string end)
    {
        var entries = listing.Entries.Select(entry => Line(entry)).ToList();
        var last = listing.LastIsPrefix ? listing.CommonPrefixes[^1] : entries.Count > 0 ? entries[^1].Key : "";
        var lastId = listing.LastIsPrefix || kind == ListingKind.Objects || entries.Count == 0 ? null : entries[^1].Id;
        return new ListReply(
            WriteOutcome.Done, [.. entries], [.. listing.CommonPrefixes], listing.IsTruncated, last, lastId, listing.LastIsPrefix, end);
    }

    private static ListedObject Line(ListingEntry entry)
    {
        var key = Encoding.UTF8.GetString(entry.Key.Span);
        return entry.Version is { } version
            ? ObjectBodies.ReadLine(key, version, entry.IsLatest)
            : UploadLines.Read(key, entry.Upload.Id, entry.Upload.Row);
    }

    private async ValueTask ReadAsync(IRowReading reading, CancellationToken cancellationToken)
    {
        foreach (var query in reading.Queries())
            reading.Feed(await partition.Store.AnswerAsync(partition.Id, query, cancellationToken));
    }

    // Null where one is missing, because the version was deleted meanwhile.
    private async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>?> PiecesAsync(
        KeyPath path, IndexVersion? version, CancellationToken cancellationToken)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (var piece = 0; piece < version?.Pieces; piece++)
        {
            var query = RowQuery.Of(path.Row(IndexSpace.Contents, version.PieceSuffix(piece)));
            if (await partition.Store.AnswerAsync(partition.Id, query, cancellationToken) is not [var row])
                return null;
            pieces.Add(row.Value);
        }

        return pieces;
    }
}
