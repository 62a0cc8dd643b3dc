using System.Text;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>Of what a page is.</summary>
public enum ListingOf
{
    Objects,
    Versions,
    Uploads,
}

/// <summary>What page is asked for.</summary>
/// <param name="Of">Of what.</param>
/// <param name="Range">The keys of the partition.</param>
/// <param name="Prefix">Only keys that begin with this.</param>
/// <param name="Delimiter">Keys with this after the prefix are rolled up; empty for none.</param>
/// <param name="After">Begin after this key; empty for the beginning.</param>
/// <param name="AfterId">Begin after this version or upload of the key; null to begin after the key.</param>
/// <param name="AfterIsPrefix">Begin after all keys that begin with <paramref name="After"/>.</param>
/// <param name="Limit">Entries and common prefixes together.</param>
public sealed record ListingTerms(
    ListingOf Of, KeyRange Range, string Prefix, string Delimiter, string After, string? AfterId, bool AfterIsPrefix, int Limit);

/// <summary>An entry of a page.</summary>
/// <param name="Key">The key in UTF-8.</param>
/// <param name="Version">The version; null for an upload.</param>
/// <param name="Upload">The upload's id and row; empty for a version.</param>
/// <param name="IsLatest">Whether the version is the newest of its key.</param>
public readonly record struct ListingEntry(
    ReadOnlyMemory<byte> Key, IndexVersion? Version, (string Id, ReadOnlyMemory<byte> Row) Upload, bool IsLatest);

/// <summary>
/// Walks to a page's entries. What it reads is in proportion to what it finds: a common prefix is passed by a seek, and how many rows
/// it asks for follows how many of the last were of use.
/// </summary>
/// <remarks>
/// Versions are merged of two spaces. The newest are always read before the others, so a version that is overwritten meanwhile is seen in
/// one of them: if in both, it is told once.
/// </remarks>
public sealed class Listing : IRowReading
{
    private const int BatchMin = 4;

    private readonly ListingTerms _terms;
    private readonly byte[] _prefix;
    private readonly byte[] _delimiter;
    private readonly List<ListingEntry> _entries = [];
    private readonly List<string> _commonPrefixes = [];
    private readonly List<RowCursor> _cursors = [];
    private readonly HashSet<RowCursor> _jumped = [];
    private IReadOnlyList<IndexRow> _fed = [];
    private byte[] _after;
    private string _afterSuffix = "";
    private string? _uploadsAfter;
    private byte[] _lastKey = [];
    private string _lastSuffix = "";

    public Listing(ListingTerms terms)
    {
        _terms = terms;
        (_prefix, _delimiter) = (Encoding.UTF8.GetBytes(terms.Prefix), Encoding.UTF8.GetBytes(terms.Delimiter));
        _after = Encoding.UTF8.GetBytes(terms.After);
    }

    public IReadOnlyList<ListingEntry> Entries => _entries;

    public IReadOnlyList<string> CommonPrefixes => _commonPrefixes;

    /// <summary>Whether there is more that fits the question.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Whether the last thing of the page is a common prefix.</summary>
    public bool LastIsPrefix { get; private set; }

    public void Feed(IReadOnlyList<IndexRow> rows) => _fed = rows;

    public IEnumerable<RowQuery> Queries()
    {
        foreach (var query in FindBeginning())
            yield return query;
        if (!Open())
            yield break;
        while (true)
        {
            foreach (var query in Settle())
                yield return query;
            if (First() is not { } cursor)
                yield break;
            if (IsTold(cursor))
            {
                cursor.Next();
                continue;
            }

            if (_entries.Count + _commonPrefixes.Count == _terms.Limit)
            {
                IsTruncated = true;
                yield break;
            }

            if (CommonPrefixOf(cursor.Key) is { Length: > 0 } common)
                RollUp(common);
            else
                Tell(cursor);
        }
    }

    // Finds where among the rows of its key the last page ended.
    private IEnumerable<RowQuery> FindBeginning()
    {
        if (_terms.AfterId is not { } id || _terms.AfterIsPrefix || _terms.Of == ListingOf.Objects || _after.Length == 0)
        {
            _after = _terms.AfterIsPrefix ? KeyRange.Beyond(_after) ?? [] : _after.Length == 0 ? [] : [.. _after, 0];
            yield break;
        }

        var path = KeyPath.Of(_after);
        if (_terms.Of == ListingOf.Versions)
        {
            var version = VersionId.TryParse(id, out var known) ? known : VersionId.Null;
            if (version.IsNull)
            {
                var reading = new KeyReading(path, KeyRules.FindNeeds(VersionId.Null, true));
                foreach (var query in reading.Queries())
                {
                    yield return query;
                    reading.Feed(_fed);
                }

                version = new VersionId(reading.State.Target?.StampUs ?? 0, 0);
            }

            _afterSuffix = IndexVersion.SuffixOf(version.StampUs);
            yield break;
        }

        var upload = new UploadReading(path, id);
        foreach (var query in upload.Queries())
        {
            yield return query;
            upload.Feed(_fed);
        }

        // One that ended meanwhile is not found: then the order of ids has to do.
        if (upload.Suffix is { } suffix)
            _afterSuffix = suffix;
        else
            _uploadsAfter = id;
    }

    private bool Open()
    {
        var from = Later(Later(_prefix, _after), _terms.Range.FromBytes.ToArray());
        var end = Earlier(KeyRange.Beyond(_prefix), _terms.Range.ToBytes);
        if (end is not null && from.AsSpan().SequenceCompareTo(end) >= 0)
            return false;
        var batch = _delimiter.Length == 0 ? _terms.Limit + 1 : BatchMin;
        var suffix = from.AsSpan().SequenceEqual(_after) ? _afterSuffix : "";
        if (suffix.Length > 0)
            (_lastKey, _lastSuffix) = (_after, suffix);
        foreach (var space in Spaces())
            _cursors.Add(new RowCursor(space, from, space == IndexSpace.Live ? "" : suffix, end, batch));
        return true;
    }

    private IndexSpace[] Spaces() => _terms.Of switch
    {
        ListingOf.Objects => [IndexSpace.Live],
        ListingOf.Versions => [IndexSpace.Live, IndexSpace.History],
        _ => [IndexSpace.Uploads],
    };

    // Brings every cursor to a row or its end, the newest versions first.
    private IEnumerable<RowQuery> Settle()
    {
        var isRead = false;
        foreach (var cursor in _cursors)
        {
            if (isRead)
                cursor.ReadAgain();
            Adapt(cursor);
            while (cursor.Wants(out var query))
            {
                yield return query;
                cursor.Take(_fed);
                isRead = true;
                Adapt(cursor);
            }
        }
    }

    private void Adapt(RowCursor cursor)
    {
        if (_delimiter.Length == 0 || cursor.Key is not null || cursor.Ahead > 0)
            return;
        var batch = _jumped.Remove(cursor) ? cursor.Batch / 4 : cursor.Batch * 4;
        cursor.Batch = Math.Min(Math.Max(batch, BatchMin), _terms.Limit + 1);
    }

    private RowCursor? First()
    {
        RowCursor? first = null;
        foreach (var cursor in _cursors)
        {
            if (cursor.Key is not null && (first is null || cursor.Key.AsSpan().SequenceCompareTo(first.Key) < 0))
                first = cursor;
        }

        return first;
    }

    // Versions of a key rise, so what does not come after the last one told was told before.
    private bool IsTold(RowCursor cursor)
    {
        if (_terms.Of == ListingOf.Objects || !cursor.Key.AsSpan().SequenceEqual(_lastKey))
            return _uploadsAfter is not null && cursor.Key.AsSpan().SequenceEqual(_after)
                && string.CompareOrdinal(UploadRows.IdOf(cursor.Suffix), _uploadsAfter) <= 0;
        var suffix = cursor.Suffix.Length > 0 ? cursor.Suffix : IndexVersion.OfRow(cursor.Row.Value).Suffix;
        return string.CompareOrdinal(suffix, _lastSuffix) <= 0;
    }

    private ReadOnlySpan<byte> CommonPrefixOf(byte[]? key)
    {
        if (_delimiter.Length == 0)
            return [];
        var at = key.AsSpan(_prefix.Length).IndexOf(_delimiter);
        return at < 0 ? [] : key.AsSpan(0, _prefix.Length + at + _delimiter.Length);
    }

    private void RollUp(ReadOnlySpan<byte> common)
    {
        _commonPrefixes.Add(Encoding.UTF8.GetString(common));
        LastIsPrefix = true;
        var beyond = KeyRange.Beyond(common)!;
        foreach (var cursor in _cursors)
        {
            cursor.Seek(beyond);
            if (cursor.Key is null && cursor.Ahead == 0)
                _jumped.Add(cursor);
        }
    }

    private void Tell(RowCursor cursor)
    {
        var key = cursor.Key!;
        if (_terms.Of == ListingOf.Uploads)
            _entries.Add(new ListingEntry(key, null, (UploadRows.IdOf(cursor.Suffix), cursor.Row.Value), false));
        else
        {
            var version = IndexVersion.OfRow(cursor.Row.Value);
            _entries.Add(new ListingEntry(key, version, default, !key.AsSpan().SequenceEqual(_lastKey)));
            (_lastKey, _lastSuffix) = (key, version.Suffix);
        }

        LastIsPrefix = false;
        cursor.Next();
    }

    private static byte[] Later(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right) >= 0 ? left : right;

    private static byte[]? Earlier(byte[]? left, byte[]? right) =>
        left is null ? right : right is null || left.AsSpan().SequenceCompareTo(right) <= 0 ? left : right;
}
