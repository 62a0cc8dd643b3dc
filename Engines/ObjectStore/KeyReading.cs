using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What a command or a query has to know of a key.</summary>
/// <param name="HasHistory">Whether the partition has any row of <see cref="IndexSpace.History"/>: if not, none is looked for.</param>
/// <param name="Target">The version that it is about; null for the newest.</param>
/// <param name="ReplacesNull">Whether it takes the place of the null version, wherever that is.</param>
/// <param name="Removes">Whether it may take the newest version away, so that the next must be known.</param>
/// <param name="Writes">Whether rows may come or go, so that pointers must be known.</param>
public readonly record struct KeyNeeds(bool HasHistory, VersionId? Target, bool ReplacesNull, bool Removes, bool Writes);

/// <summary>What is known of a key.</summary>
/// <param name="Live">The newest version, where it is no delete marker.</param>
/// <param name="Newest">The newest version; null where the key has none.</param>
/// <param name="Next">The version after the newest, where the command may remove that.</param>
/// <param name="Target">The version that the command is about; null where there is none.</param>
/// <param name="Null">The null version that is replaced; null where there is none.</param>
/// <param name="Pointers">How many rows lie behind each pointer of the key's path.</param>
public sealed record KeyState(
    IndexVersion? Live,
    IndexVersion? Newest,
    IndexVersion? Next,
    IndexVersion? Target,
    IndexVersion? Null,
    IReadOnlyDictionary<string, long> Pointers);

/// <summary>Reads a key's versions: one lookup in the usual case.</summary>
public sealed class KeyReading(KeyPath path, KeyNeeds needs) : IRowReading
{
    private readonly Dictionary<string, long> _pointers = [];
    private IReadOnlyList<IndexRow> _rows = [];
    private IndexVersion? _live;
    private IndexVersion? _newest;
    private IndexVersion? _next;
    private IndexVersion? _target;
    private IndexVersion? _null;

    public KeyState State => new(_live, _newest, _next, _target, _null, _pointers);

    public void Feed(IReadOnlyList<IndexRow> rows) => _rows = rows;

    public IEnumerable<RowQuery> Queries()
    {
        yield return RowQuery.Of(path.Row(IndexSpace.Live));
        _live = _newest = Version(0);
        if (_live is null && needs.HasHistory)
        {
            yield return History(2);
            (_newest, _next) = (Version(0), Version(1));
        }

        _target = needs.Target is null ? _newest : Known(needs.Target.Value);
        if (_target is null && StampOf(needs.Target) is > 0 and var stamp)
        {
            yield return RowQuery.Of(path.Row(IndexSpace.History, IndexVersion.SuffixOf(stamp)));
            _target = Version(0) is { } found && found.Is(needs.Target!.Value) ? found : null;
        }

        if (needs.Removes && _live is not null && _target == _live && needs.HasHistory)
        {
            yield return History(1);
            _next = Version(0);
        }

        _null = needs.ReplacesNull ? Known(VersionId.Null) : null;
        if (needs.ReplacesNull && _null is null && _newest?.NullStampUs > 0)
        {
            yield return RowQuery.Of(path.Row(IndexSpace.History, IndexVersion.SuffixOf(_newest.NullStampUs)));
            _null = Version(0);
        }

        foreach (var pointer in needs.Writes ? KeyRows.PointersOf(path, IndexSpace.Live, IndexSpace.History) : [])
        {
            yield return RowQuery.Of(pointer);
            if (_rows.Count > 0)
                _pointers[pointer] = KeyRows.CountOf(_rows[0]);
        }
    }

    private IndexVersion? Version(int index) => index < _rows.Count ? IndexVersion.OfRow(_rows[index].Value) : null;

    private RowQuery History(int limit) =>
        new(path.Row(IndexSpace.History), path.Row(IndexSpace.History, "~"), limit);

    private IndexVersion? Known(VersionId id) =>
        _newest?.Is(id) == true ? _newest : _next?.Is(id) == true ? _next : null;

    private long StampOf(VersionId? id) => id is not { } version || !needs.HasHistory
        ? 0
        : version.IsNull ? _newest?.NullStampUs ?? 0 : version.StampUs;
}
