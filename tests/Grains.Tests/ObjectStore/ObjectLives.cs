using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>After which step a writer dies.</summary>
internal enum WriterStep
{
    BlobNoted,
    BytesWritten,
    CommitAsked,
    Answered,
}

/// <summary>
/// Writers that put, delete and upload, and die at any step, beside a model of what readers may see: of each key the contents that it can
/// have, which are several only where a writer had no answer.
/// </summary>
internal sealed class ObjectLives(ObjectsCluster objects, string name, Random random)
{
    private const int AttemptsMax = 4;
    private const string Absent = "";

    private readonly Dictionary<string, HashSet<string>> _possible = [];
    private readonly Queue<(string Key, BlobId Blob, string Content)> _slow = [];
    private int _contents;

    public ObjectsCluster Objects { get; set; } = objects;

    public async Task Step(WriterStep lastOfWriter)
    {
        var key = $"{name}-{random.Next(6)}";
        switch (random.Next(12))
        {
            case < 4:
                await Put(key, lastOfWriter);
                break;
            case 4:
                await PutSlowly(key);
                break;
            case 5:
                await EndSlowPut();
                break;
            case < 8:
                await Delete(key);
                break;
            case < 10:
                await Upload(key, lastOfWriter);
                break;
            default:
                await IsWhole();
                break;
        }
    }

    /// <summary>Every key has one of the contents that it can have, and all its bytes; the listing shows those that are there.</summary>
    public async Task IsWhole()
    {
        var all = await Certain(() => Objects.List());
        var listed = all.Select(line => line.Key).Where(key => key.StartsWith(name, StringComparison.Ordinal)).ToHashSet();
        listed.ShouldBeSubsetOf(_possible.Keys);
        foreach (var (key, possible) in _possible)
        {
            var content = await Certain(() => Objects.Read(key)) ?? Absent;
            possible.ShouldContain(content, $"of {key}");
            listed.Contains(key).ShouldBe(content != Absent, $"{key} in the listing");
            // From now on it is known which it was.
            possible.IntersectWith([content]);
        }
    }

    /// <summary>Every blob is that of an object, or of a part of an upload that may still be completed.</summary>
    public async Task HasNothingToCollect()
    {
        var used = new HashSet<BlobId>();
        foreach (var line in await Objects.List())
        {
            var found = await Objects.Partition.Find(new FindObject(new ObjectKey(line.Key), null), default);
            used.UnionWith(ObjectBodies.BlobsOf(found.Object!.Content));
        }

        foreach (var line in await Objects.List(ListingKind.Uploads))
            used.UnionWith((await Objects.Upload(line.Id).Parts(0, 1_000, default)).Parts.Select(part => part.Blob));
        Objects.Blobs.Ids.ShouldBe(used, ignoreOrder: true);
        (await Objects.Notes(IndexSpace.Garbage)).ShouldBeEmpty();
        (await Objects.Notes(IndexSpace.Intents)).ShouldBeEmpty();
        (await Objects.Notes(IndexSpace.Ended)).ShouldBeEmpty();
    }

    private async Task Put(string key, WriterStep last)
    {
        var (content, blob) = (NextContent(), new BlobId(Objects.NextId()));
        if (!await Answered(() => Objects.Partition.Intend(new ObjectKey(key), blob, default)) || last == WriterStep.BlobNoted)
            return;
        if (!await Answered(() => Objects.Write(blob, content)) || last == WriterStep.BytesWritten)
            return;
        _ = Of(key).Add(content);
        var put = ObjectsCluster.PutOf(key, blob, content);
        if (await Answered(() => Objects.Partition.Put(put, default)) && last == WriterStep.Answered)
            IsCertain(key, content);
    }

    // Between the bytes and the commit any time may pass.
    private async Task PutSlowly(string key)
    {
        var (content, blob) = (NextContent(), new BlobId(Objects.NextId()));
        if (await Answered(() => Objects.Partition.Intend(new ObjectKey(key), blob, default))
            && await Answered(() => Objects.Write(blob, content)))
            _slow.Enqueue((key, blob, content));
    }

    private async Task EndSlowPut()
    {
        if (!_slow.TryDequeue(out var put))
            return;
        WriteReply? reply = null;
        _ = Of(put.Key).Add(put.Content);
        var isAnswered = await Answered(
            async () => reply = await Objects.Partition.Put(ObjectsCluster.PutOf(put.Key, put.Blob, put.Content), default));
        if (isAnswered && reply!.Outcome == WriteOutcome.Done)
            IsCertain(put.Key, put.Content);
        else if (isAnswered)
            reply!.Outcome.ShouldBe(WriteOutcome.NotNoted);
    }

    private async Task Delete(string key)
    {
        _ = Of(key).Add(Absent);
        if (await Answered(() => Objects.Delete(key)))
            IsCertain(key, Absent);
    }

    private async Task Upload(string key, WriterStep last)
    {
        var id = Objects.NextId();
        if (!await Answered(() => Objects.Upload(id).Begin(Objects.BeginOf(key), default)))
            return;
        var parts = new SortedDictionary<int, string>();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var (number, content) = (random.Next(1, 4), NextContent());
            if (!await AddPart(id, number, content, i == 1 ? last : WriterStep.Answered))
                return;
            parts[number] = content;
        }

        if (random.Next(4) == 0)
        {
            await Answered(() => Objects.Upload(id).Abort(Objects.First, default));
            return;
        }

        var named = parts.Skip(random.Next(parts.Count)).Select(part => (part.Key, part.Value)).ToArray();
        var whole = string.Concat(named.Select(part => part.Value));
        _ = Of(key).Add(whole);
        if (await Answered(() => Objects.Complete(id, named)) && last == WriterStep.Answered)
            IsCertain(key, whole);
    }

    private async Task<bool> AddPart(string upload, int number, string content, WriterStep last)
    {
        var blob = new BlobId(Objects.NextId());
        return await Answered(() => Objects.Upload(upload).Intend(number, blob, default))
            && last != WriterStep.BlobNoted
            && await Answered(() => Objects.Write(blob, content))
            && last != WriterStep.BytesWritten
            && await Answered(() => Objects.Upload(upload).AddPart(Objects.PartOf(number, blob, content), default))
            && last != WriterStep.CommitAsked;
    }

    /// <summary>Sends a command again while the store fails; false when the writer has lost patience.</summary>
    private static async Task<bool> Answered<T>(Func<Task<T>> command)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            try
            {
                await command();
                return true;
            }
            catch (Exception failure) when (IsStorage(failure))
            {
                // The next attempt finds out what became of this one.
            }
            catch (BlobExistsException)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<T> Certain<T>(Func<Task<T>> question)
    {
        while (true)
        {
            try
            {
                return await question();
            }
            catch (Exception failure) when (IsStorage(failure))
            {
                // A question may be asked as often as it takes.
            }
        }
    }

    // A grain that was just leaving because its store failed is a storage failure too.
    private static bool IsStorage(Exception failure) => failure is StorageUnavailableException or Orleans.Runtime.OrleansException;

    private HashSet<string> Of(string key) => _possible.TryGetValue(key, out var possible) ? possible : _possible[key] = [Absent];

    private void IsCertain(string key, string content) => _possible[key] = [content];

    private string NextContent() => $"{name}-content-{_contents++:0000}";
}
