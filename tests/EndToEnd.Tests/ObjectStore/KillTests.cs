using OrleansLld.Exchange.Faults;

namespace OrleansLld.ObjectStore;

/// <summary>
/// The process is killed while programs write objects; in the end what they were answered is compared with what is there.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Writers = 8;

    private readonly ObjectStoreProduct _store = new();

    private static int Kills => TradingFloor.IsSoak ? 40 : 4;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task No_kill_loses_or_tears_an_acknowledged_object_and_listings_show_what_is_there()
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var user = await _store.NewUser();
        var bucket = await user.NewBucket();
        var writers = Enumerable.Range(0, Writers).Select(i => new KilledWriter(user, bucket, i, seed + i)).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var writing = writers.Select(writer => writer.WriteUntil(ended.Token)).ToList();
            await Task.Delay(random.Next(1_000, 4_000), TestContext.Current.CancellationToken);
            await _store.Product.KillAsync();
            await ended.CancelAsync();
            await Task.WhenAll(writing);
            await _store.Product.StartAgainAsync();
            await ShouldBeAsAnswered(user, bucket, writers);
        }

        output.WriteLine(
            $"seed {seed}: {Kills} kills, {writers.Sum(writer => writer.Acknowledged)} writes acknowledged, "
            + $"{writers.Sum(writer => writer.Unanswered)} without an answer");
        writers.Sum(writer => writer.Acknowledged).ShouldBeGreaterThan(Kills * Writers);
        foreach (var writer in writers)
            writer.Dispose();
    }

    private static async Task ShouldBeAsAnswered(S3User user, string bucket, List<KilledWriter> writers)
    {
        using var client = user.NewClient();
        var listed = new Dictionary<string, long>();
        await foreach (var line in client.Paginators.ListObjectsV2(new() { BucketName = bucket }).S3Objects
            .WithCancellation(TestContext.Current.CancellationToken))
            listed.Add(line.Key, line.Size!.Value);
        foreach (var writer in writers)
            await writer.ShouldBeAsAnswered(client, listed);
        listed.Keys.Except(writers.SelectMany(writer => writer.Keys)).ShouldBeEmpty();
    }
}
