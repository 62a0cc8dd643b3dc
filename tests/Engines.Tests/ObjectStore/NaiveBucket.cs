using System.Text;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>A version as the naive bucket has it.</summary>
internal sealed record NaiveVersion(string WriteId, VersionId Id, bool IsMarker, long Bytes, string ETag, string Body);

/// <summary>An upload as the naive bucket has it.</summary>
internal sealed record NaiveUpload(string Key, string Id, long StartedAtUs);

/// <summary>What S3 says of a bucket, as plainly as it can be written: lists, no rows. The newest version of a key comes first.</summary>
internal sealed class NaiveBucket
{
    private readonly SortedDictionary<string, List<NaiveVersion>> _keys = new(Comparer<string>.Create(RandomKeys.Compare));

    public IEnumerable<string> Keys => _keys.Keys;

    public List<NaiveUpload> Uploads { get; } = [];

    public IReadOnlyList<NaiveVersion> VersionsOf(string key) => _keys.GetValueOrDefault(key, []);

    public NaiveVersion? NewestOf(string key) => VersionsOf(key) is [var newest, ..] ? newest : null;

    public KeyOutcome Check(string key, VersionId? target, KeyCondition condition)
    {
        var version = target is { } id ? VersionsOf(key).FirstOrDefault(it => it.Id == id) : NewestOf(key);
        if (version is null or { IsMarker: true })
            return condition.IfETag is null ? KeyOutcome.Done : KeyOutcome.NoSuchKey;
        return condition.IfAbsent || (condition.IfETag is { } etag && etag != "*" && etag != version.ETag)
            || (condition.IfBytes is { } bytes && bytes != version.Bytes)
            ? KeyOutcome.PreconditionFailed
            : KeyOutcome.Done;
    }

    public void Put(string key, VersionKeeping keeping, NaiveVersion version) => Add(key, keeping, version);

    /// <returns>Whether a marker was made.</returns>
    public bool Delete(string key, VersionKeeping keeping, NaiveVersion marker)
    {
        if (keeping == VersionKeeping.Off && (VersionsOf(key).Count == 0 || VersionsOf(key)[0] is { IsMarker: false, Id.IsNull: true }))
        {
            DeleteVersion(key, VersionId.Null);
            return false;
        }

        Add(key, keeping, marker);
        return true;
    }

    public NaiveVersion? DeleteVersion(string key, VersionId id)
    {
        var version = VersionsOf(key).FirstOrDefault(it => it.Id == id);
        if (version is null)
            return null;
        _keys[key].Remove(version);
        if (_keys[key].Count == 0)
            _keys.Remove(key);
        return version;
    }

    public void Change(string key, NaiveVersion version, string body)
    {
        var versions = _keys[key];
        versions[versions.IndexOf(version)] = version with { Body = body };
    }

    /// <summary>All lines of a listing, before it is cut into pages: keys with their entries, or common prefixes.</summary>
    public IEnumerable<(string Line, bool IsPrefix, string Entry)> Lines(ListingOf of, string prefix, string delimiter)
    {
        string? common = null;
        foreach (var (key, entry) in Entries(of).Where(it => it.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var at = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            if (at < 0)
                yield return (key, false, entry);
            else if (key[..(at + delimiter.Length)] is var rolled && rolled != common)
            {
                common = rolled;
                yield return (common, true, "");
            }
        }
    }

    public static string Describe(VersionId id, bool isMarker, bool isLatest, string etag) =>
        $"{id}{(isMarker ? " marker" : "")}{(isLatest ? " latest" : "")} {etag}";

    private IEnumerable<(string Key, string Entry)> Entries(ListingOf of) => of switch
    {
        ListingOf.Objects => _keys.Where(key => !key.Value[0].IsMarker).Select(key => (key.Key, Describe(key.Value[0], true))),
        ListingOf.Versions => _keys.SelectMany(key => key.Value.Select((it, index) => (key.Key, Describe(it, index == 0)))),
        _ => Uploads.OrderBy(it => it.Key, Comparer<string>.Create(RandomKeys.Compare)).ThenBy(it => it.StartedAtUs)
            .ThenBy(it => Encoding.UTF8.GetBytes(it.Id), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
            .Select(it => (it.Key, it.Id)),
    };

    private static string Describe(NaiveVersion version, bool isLatest) => Describe(version.Id, version.IsMarker, isLatest, version.ETag);

    private void Add(string key, VersionKeeping keeping, NaiveVersion version)
    {
        if (!_keys.TryGetValue(key, out var versions))
            _keys[key] = versions = [];
        if (keeping != VersionKeeping.Enabled)
            versions.RemoveAll(it => it.Id.IsNull);
        versions.Insert(0, version);
    }
}
