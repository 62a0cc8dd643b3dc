using System.Text;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Random commands on a bucket whose setting changes, and random listings, against the naive bucket. The seed is in the test's name.
/// </summary>
public sealed class BucketSequenceTests
{
    private static readonly string[] Delimiters = ["", "/", "/", "//", ".", "a", "b/", "漢", "xx"];
    private static readonly string[] Prefixes = ["", "", "a", "a/", "photos/", "photos/2024/", "/", "漢", new('x', 390), new('/', 195)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_bucket_is_at_every_step_what_the_naive_one_is(int seed)
    {
        var run = new Run(new Random(seed));
        for (var step = 0; step < 1_500; step++)
        {
            run.Step();
            if (step % 50 == 0)
                run.Compare();
        }

        run.Compare();
        run.DeleteEverything();
    }

    private sealed class Run(Random random)
    {
        private readonly RandomKeys _names = new(random);
        private readonly MemoryIndex _index = new();
        private readonly NaiveBucket _naive = new();
        private readonly List<string> _keys = [];
        private VersionKeeping _keeping = VersionKeeping.Off;
        private int _writes;

        public void Step()
        {
            if (random.Next(100) == 0)
                _keeping = random.Next(2) == 0 ? VersionKeeping.Enabled : VersionKeeping.Suspended;
            if (_keys.Count < 5 || random.Next(10) == 0)
                _keys.Add(_names.Next());
            var key = _keys[random.Next(_keys.Count)];
            switch (random.Next(10))
            {
                case < 5:
                    Put(key);
                    break;
                case < 7:
                    Delete(key);
                    break;
                case 7:
                    DeleteVersion(key, Target(key));
                    break;
                case 8:
                    Change(key);
                    break;
                default:
                    Upload(key);
                    break;
            }

            Find(key);
        }

        public void Compare()
        {
            foreach (var of in Enum.GetValues<ListingOf>())
            {
                CompareListing(of, "", "", 1_000);
                for (var i = 0; i < 6; i++)
                    CompareListing(
                        of, Prefixes[random.Next(Prefixes.Length)], Delimiters[random.Next(Delimiters.Length)], random.Next(1, 12));
            }

            var versions = _naive.Keys.SelectMany(_naive.VersionsOf).ToList();
            _index.Totals.Bytes.ShouldBe(versions.Sum(version => version.Bytes));
            _index.Totals.Objects.ShouldBe(_naive.Keys.Count(key => !_naive.VersionsOf(key)[0].IsMarker));
            (_index.Totals.Objects + _index.Totals.Versions).ShouldBe(versions.Count);
            _index.Totals.Uploads.ShouldBe(_naive.Uploads.Count);
        }

        public void DeleteEverything()
        {
            foreach (var key in _naive.Keys.ToList())
            {
                while (_naive.VersionsOf(key) is { Count: > 0 } versions)
                    DeleteVersion(key, versions[random.Next(versions.Count)].Id);
            }

            foreach (var upload in _naive.Uploads)
                _index.Discard(upload.Key, upload.Id).ShouldBeTrue();
            _index.Rows.ShouldBeEmpty();
            _index.Totals.ShouldBe(default);
        }

        private void Put(string key)
        {
            var (id, condition, bytes) = ($"w{++_writes}", Condition(key, null), (long)random.Next(10));
            var expected = _naive.Check(key, null, condition);
            var answer = _index.Put(key, id, _keeping, condition, bytes, $"e{_writes}", random.Next(3));
            answer.Outcome.ShouldBe(expected);
            if (expected != KeyOutcome.Done)
                return;
            var version = _keeping == VersionKeeping.Enabled ? new VersionId(answer.StampUs, VersionId.HashOf(id)) : VersionId.Null;
            answer.Id.ShouldBe(_keeping == VersionKeeping.Off ? null : version);
            _naive.Put(key, _keeping, new NaiveVersion(id, version, false, bytes, $"e{_writes}", id));
            if (random.Next(10) == 0)
                _index.Put(key, id, _keeping, condition, bytes).ShouldBe(answer);
        }

        private void Delete(string key)
        {
            var (id, condition) = ($"w{++_writes}", Condition(key, null));
            var expected = _naive.Check(key, null, condition);
            var answer = _index.Delete(key, id, _keeping, null, condition);
            answer.Outcome.ShouldBe(expected);
            if (expected != KeyOutcome.Done)
                return;
            var version = _keeping == VersionKeeping.Enabled ? new VersionId(answer.StampUs, VersionId.HashOf(id)) : VersionId.Null;
            var isMarked = _naive.Delete(key, _keeping, new NaiveVersion(id, version, true, 0, "", ""));
            answer.IsMarker.ShouldBe(isMarked);
            answer.Id.ShouldBe(isMarked ? version : null);
        }

        private void DeleteVersion(string key, VersionId target)
        {
            var condition = Condition(key, target);
            var expected = _naive.Check(key, target, condition);
            var answer = _index.Delete(key, $"w{++_writes}", _keeping, target, condition);
            answer.Outcome.ShouldBe(expected);
            if (expected != KeyOutcome.Done)
                return;
            var deleted = _naive.DeleteVersion(key, target);
            answer.Id.ShouldBe(target);
            answer.IsMarker.ShouldBe(deleted?.IsMarker == true);
            if (deleted is not null)
                _index.Removed[^1].Id.ShouldBe(deleted.Id);
        }

        private void Change(string key)
        {
            VersionId? target = random.Next(2) == 0 ? null : Target(key);
            var version = target is { } id
                ? _naive.VersionsOf(key).FirstOrDefault(it => it.Id == id)
                : _naive.NewestOf(key);
            var outcome = _index.Change(key, target, $"c{++_writes}");
            outcome.ShouldBe(version is null ? target is null ? KeyOutcome.NoSuchKey : KeyOutcome.NoSuchVersion
                : version.IsMarker ? KeyOutcome.IsDeleteMarker : KeyOutcome.Done);
            if (outcome == KeyOutcome.Done)
                _naive.Change(key, version!, $"c{_writes}");
        }

        private void Upload(string key)
        {
            if (_naive.Uploads.Count > 0 && random.Next(2) == 0)
            {
                var ended = _naive.Uploads[random.Next(_naive.Uploads.Count)];
                _index.Discard(ended.Key, ended.Id).ShouldBeTrue();
                _naive.Uploads.Remove(ended);
                return;
            }

            var upload = new NaiveUpload(key, $"u/{++_writes}", random.Next(5));
            _index.Announce(key, upload.Id, upload.StartedAtUs);
            _naive.Uploads.Add(upload);
        }

        private void Find(string key)
        {
            var versions = _naive.VersionsOf(key);
            Same(_index.Find(key), versions.Count > 0 ? versions[0] : null, KeyOutcome.NoSuchKey);
            foreach (var version in versions)
                Same(_index.Find(key, version.Id), version, KeyOutcome.NoSuchVersion);
            _index.Find(key, new VersionId(1, 1)).Outcome.ShouldBe(KeyOutcome.NoSuchVersion);
        }

        private static void Same((KeyOutcome Outcome, IndexVersion? Version) found, NaiveVersion? expected, KeyOutcome missing)
        {
            found.Outcome.ShouldBe(expected is null ? missing : expected.IsMarker ? KeyOutcome.IsDeleteMarker : KeyOutcome.Done);
            if (expected is null)
                return;
            found.Version!.Id.ShouldBe(expected.Id);
            found.Version.ETag.ShouldBe(expected.ETag);
            Encoding.UTF8.GetString(found.Version.Body.Span).ShouldBe(expected.Body);
        }

        private VersionId Target(string key) => _naive.VersionsOf(key) is { Count: > 0 } versions && random.Next(10) > 0
            ? versions[random.Next(versions.Count)].Id
            : random.Next(2) == 0 ? VersionId.Null : new VersionId(random.Next(1, 1_000), 1);

        private KeyCondition Condition(string key, VersionId? target)
        {
            var version = target is { } id ? _naive.VersionsOf(key).FirstOrDefault(it => it.Id == id) : _naive.NewestOf(key);
            return random.Next(20) switch
            {
                0 => KeyCondition.None with { IfAbsent = true },
                1 => KeyCondition.None with { IfETag = version?.ETag ?? "none" },
                2 => KeyCondition.None with { IfETag = "other" },
                3 => KeyCondition.None with { IfETag = "*" },
                4 => KeyCondition.None with { IfBytes = version?.Bytes ?? 1 },
                5 => KeyCondition.None with { IfBytes = 99 },
                _ => KeyCondition.None,
            };
        }

        private void CompareListing(ListingOf of, string prefix, string delimiter, int limit)
        {
            var expected = _naive.Lines(of, prefix, delimiter).ToList();
            var lines = new List<(string Line, bool IsPrefix, string Entry)>();
            var (after, afterId, afterIsPrefix) = ("", (string?)null, false);
            while (true)
            {
                var page = _index.List(
                    new ListingTerms(of, new KeyRange("", null), prefix, delimiter, after, afterId, afterIsPrefix, limit));
                var found = page.Entries.Select(entry => (Encoding.UTF8.GetString(entry.Key.Span), false, EntryOf(entry)))
                    .Concat(page.CommonPrefixes.Select(common => (common, true, "")))
                    .OrderBy(line => line.Item1, Comparer<string>.Create(RandomKeys.Compare)).ToList();
                found.Count.ShouldBe(page.IsTruncated ? limit : Math.Min(limit, expected.Count - lines.Count));
                lines.AddRange(found);
                if (!page.IsTruncated)
                    break;
                afterIsPrefix = page.LastIsPrefix;
                after = afterIsPrefix ? page.CommonPrefixes[^1] : Encoding.UTF8.GetString(page.Entries[^1].Key.Span);
                afterId = afterIsPrefix || of == ListingOf.Objects ? null
                    : page.Entries[^1].Version?.Id.ToString() ?? page.Entries[^1].Upload.Id;
            }

            lines.ShouldBe(expected, $"{of} of '{prefix}' by '{delimiter}' in pages of {limit}");
        }

        private static string EntryOf(ListingEntry entry) => entry.Version is { } version
            ? NaiveBucket.Describe(version.Id, version.IsMarker, entry.IsLatest, version.ETag)
            : entry.Upload.Id;
    }
}
