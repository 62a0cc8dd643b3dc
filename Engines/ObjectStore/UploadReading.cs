namespace OrleansLld.ObjectStore;

/// <summary>Finds an upload among those of its key.</summary>
public sealed class UploadReading(KeyPath path, string id) : IRowReading
{
    private const int UploadsAQuery = 100;

    private readonly Dictionary<string, long> _pointers = [];
    private IReadOnlyList<IndexRow> _rows = [];

    /// <summary>Its row's suffix; null where it is not on the list.</summary>
    public string? Suffix { get; private set; }

    /// <summary>Whether it was listed once and is not to be listed again.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>How many rows lie behind each pointer of the key's path.</summary>
    public IReadOnlyDictionary<string, long> Pointers => _pointers;

    public void Feed(IReadOnlyList<IndexRow> rows) => _rows = rows;

    public IEnumerable<RowQuery> Queries()
    {
        yield return RowQuery.Of(IndexNote.RowOf(IndexSpace.Ended, id));
        IsEnded = _rows.Count > 0;
        var beginning = path.Row(IndexSpace.Uploads);
        for (var from = beginning; Suffix is null; from = _rows[^1].Key + ' ')
        {
            yield return new RowQuery(from, beginning + '~', UploadsAQuery);
            foreach (var row in _rows)
            {
                if (UploadRows.IdOf(row.Key[beginning.Length..]) == id)
                    Suffix = row.Key[beginning.Length..];
            }

            if (_rows.Count < UploadsAQuery)
                break;
        }

        foreach (var pointer in KeyRows.PointersOf(path, IndexSpace.Uploads))
        {
            yield return RowQuery.Of(pointer);
            if (_rows.Count > 0)
                _pointers[pointer] = KeyRows.CountOf(_rows[0]);
        }
    }
}
