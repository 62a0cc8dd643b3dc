using System.Collections.Concurrent;

namespace OrleansLld.Storage.Ring;

/// <summary>Clients that write, read and delete at random, and know what they must find.</summary>
internal sealed class RandomLoad(IBlobStore store, int seed) : IDisposable
{
    private readonly ConcurrentDictionary<BlobId, byte[]> _alive = new();
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly SemaphoreSlim _written = new(0);

    public IEnumerable<BlobId> Alive => _alive.Keys;

    /// <summary>Completes when so many more blobs have been written.</summary>
    public async Task UntilWritten(int count)
    {
        for (var i = 0; i < count; i++)
            await _written.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>One client, until it is told to end. It deletes its own blobs only, so that it knows what must be there.</summary>
    public async Task Run(int client, CancellationToken end)
    {
        var random = new Random(HashCode.Combine(seed, client));
        var own = new List<BlobId>();
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            var step = random.Next(10);
            if (step < 3 || own.Count == 0)
                own.Add(await Write(new BlobId($"{client}-{number}"), random));
            else if (step < 9)
                await Read(own[random.Next(own.Count)]);
            else
                await Delete(own, random.Next(own.Count));
        }

        foreach (var id in own)
            await Read(id);
    }

    public void Dispose() => _written.Dispose();

    public void Check(string seedText) => _faults.ShouldBeEmpty(seedText);

    private async Task<BlobId> Write(BlobId id, Random random)
    {
        var bytes = new byte[random.Next(5_000)];
        random.NextBytes(bytes);
        await store.WriteAsync(id, new MemoryStream(bytes), CancellationToken.None);
        _alive[id] = bytes;
        _written.Release();
        return id;
    }

    private async Task Read(BlobId id)
    {
        await using var content = await store.ReadAsync(id, 0, null, CancellationToken.None);
        if (content is null)
        {
            _faults.Enqueue($"{id} is not there.");
            return;
        }

        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, CancellationToken.None);
        if (!bytes.ToArray().AsSpan().SequenceEqual(_alive[id]))
            _faults.Enqueue($"{id} is not what was written.");
    }

    private async Task Delete(List<BlobId> own, int at)
    {
        await store.DeleteAsync(own[at], CancellationToken.None);
        if (await store.LengthAsync(own[at], CancellationToken.None) is not null)
            _faults.Enqueue($"{own[at]} is there after its deletion.");
        _alive.TryRemove(own[at], out _);
        own.RemoveAt(at);
    }
}
