using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Gateways;

namespace OrleansLld.Cluster;

public sealed class RepeatedCallsTests
{
    [Fact]
    public async Task A_call_that_orleans_gave_up_before_it_found_a_place_is_sent_again()
    {
        var expired = new ExpiredCalls(3);
        await using var cluster = await Start(expired);

        (await DirectoryOf(cluster).List(CancellationToken.None)).Gateways.ShouldBeEmpty();

        expired.Left.ShouldBe(0);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_kept()
    {
        var expired = new ExpiredCalls(int.MaxValue);
        await using var cluster = await Start(expired);
        using var caller = new CancellationTokenSource();
        expired.OnCall = caller.Cancel;

        await Should.ThrowAsync<OperationCanceledException>(() => DirectoryOf(cluster).List(caller.Token));

        expired.Left.ShouldBe(int.MaxValue - 1);
    }

    private static IGatewayDirectoryGrain DirectoryOf(InProcessTestCluster cluster) =>
        cluster.Client.GetGrain<IGatewayDirectoryGrain>(IGatewayDirectoryGrain.Key);

    private static async Task<InProcessTestCluster> Start(ExpiredCalls expired)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureClient(client =>
        {
            client.Services.AddSingleton(TimeProvider.System);
            client.Services.AddRepeatedCalls(new Random(1));
            client.AddOutgoingGrainCallFilter(expired);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Fails the first calls as Orleans does when a message is too old before its grain has a place.</summary>
    private sealed class ExpiredCalls(int count) : IOutgoingGrainCallFilter
    {
        public int Left { get; private set; } = count;

        public Action OnCall { get; set; } = () => { };

        public Task Invoke(IOutgoingGrainCallContext context)
        {
            if (Left == 0 || context.Request.GetInterfaceType() != typeof(IGatewayDirectoryGrain))
                return context.Invoke();
            Left--;
            OnCall();
            throw new OperationCanceledException("Message expired before placement could complete.");
        }
    }
}
