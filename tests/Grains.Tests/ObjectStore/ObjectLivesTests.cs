using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Writers die at each step between bytes and commit, the stores fail, silos end, the clock is turned: what was acknowledged is there and
/// whole, and in the end there is nothing else.
/// </summary>
public sealed class ObjectLivesTests(ITestOutputHelper output)
{
    private const int Generations = 150;
    private const int Lanes = 3;

    [Theory]
    [InlineData(nameof(WriterStep.BlobNoted))]
    [InlineData(nameof(WriterStep.BytesWritten))]
    [InlineData(nameof(WriterStep.CommitAsked))]
    [InlineData(nameof(WriterStep.Answered))]
    public async Task Nothing_is_lost_torn_or_left_when_every_writer_dies_after(string step)
    {
        var objects = await ObjectsCluster.Start();
        var lives = new ObjectLives(objects, "key", new Random(17));
        for (var i = 0; i < 40; i++)
            await lives.Step(i % 2 == 0 ? WriterStep.Answered : Enum.Parse<WriterStep>(step));

        lives.Objects = objects = await objects.Restart();

        await lives.IsWhole();
        await TurnDays(objects, lives);
        await lives.HasNothingToCollect();
        await objects.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Nothing_is_lost_torn_or_left_when_everything_fails_at_random(int seed)
    {
        output.WriteLine($"seed {seed}");
        var objects = await ObjectsCluster.Start();
        var lives = Enumerable.Range(0, Lanes).Select(lane => new ObjectLives(objects, $"lane{lane}", new Random((100 * lane) + seed)))
            .ToArray();
        for (var restart = 0; restart < 3; restart++)
        {
            objects.Store.Faults.FailRandomly(seed, failures: 0.03, lostAnswers: 0.03);
            objects.Blobs.Faults.FailRandomly(seed, failures: 0.03, lostAnswers: 0.03);
            for (var i = 0; i < 15; i++)
            {
                await Task.WhenAll([.. lives.Select(life => Live(life, new Random((1_000 * seed) + i))), Age(objects, seed + i)]);
            }

            objects.Store.Faults.Clear();
            objects.Blobs.Faults.Clear();
            objects = await objects.Restart();
            foreach (var life in lives)
            {
                life.Objects = objects;
                await life.IsWhole();
            }
        }

        await TurnDays(objects, lives);
        await lives[0].HasNothingToCollect();
        await objects.DisposeAsync();
    }

    private static async Task Live(ObjectLives life, Random random)
    {
        for (var step = 0; step < 5; step++)
            await life.Step((WriterStep)random.Next(4));
    }

    private static async Task Age(ObjectsCluster objects, int seed)
    {
        var random = new Random(seed);
        objects.Time.Move(random.Next(4) == 0 ? TimeSpan.FromHours(random.Next(30)) : TimeSpan.FromMinutes(random.Next(15)));
        try
        {
            await objects.Collect();
        }
        catch (Exception failure) when (failure is StorageUnavailableException or Orleans.Runtime.OrleansException)
        {
            // The collection goes on another time.
        }
    }

    /// <summary>Long enough for every unfinished upload to be visited, and for what that left to be collected.</summary>
    private static async Task TurnDays(ObjectsCluster objects, params ObjectLives[] lives)
    {
        for (var generation = 0; generation < 2 * Generations; generation++)
        {
            objects.Time.Move(ObjectsCluster.Grace);
            await objects.Collect();
        }

        await objects.CollectAll();
        foreach (var life in lives)
            await life.IsWhole();
    }
}
