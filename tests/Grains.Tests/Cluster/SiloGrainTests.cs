using Orleans.TestingHost;

namespace OrleansLld.Cluster;

public sealed class SiloGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Each_silo_tells_of_itself()
    {
        await using var cluster = await Start();

        foreach (var silo in cluster.Silos)
        {
            var described = await cluster.Client.GetGrain<ISiloGrain>(silo.SiloAddress.ToParsableString()).Describe(None);
            described.ShouldBe(new SiloDescription("1.2.3", silo.Name[^1..], new CommitFigures(0, default, default), "here"));
        }
    }

    [Fact]
    public async Task A_silo_that_is_not_there_is_said_to_be_gone()
    {
        await using var cluster = await Start();

        await Should.ThrowAsync<SiloGoneException>(() => cluster.Client.GetGrain<ISiloGrain>("127.0.0.1:1@1").Describe(None));
    }

    private static async Task<InProcessTestCluster> Start()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((options, silo) =>
            silo.AddSiloFacts(new SiloFacts("1.2.3", options.SiloName[^1..], "here")));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
