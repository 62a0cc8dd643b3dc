namespace OrleansLld.Exchange.Faults;

/// <summary>Faults of a cluster, one at a time or two that meet. Each is over, and everybody up again, when its task ends.</summary>
internal sealed class ClusterFaults(ClusteredExchange exchange, TradingFloor floor, Random random)
{
    public const int Kinds = 7;

    // Some of them while the cluster is one process short.
    private const int OperationsMeanwhile = 20;

    private readonly SortedDictionary<string, int> _struck = new(StringComparer.Ordinal);
    private Queue<Func<Task>> _drawn = [];

    public int Count => _struck.Values.Sum();

    public override string ToString() => string.Join(", ", _struck.Select(kind => $"{kind.Value} x {kind.Key}"));

    /// <summary>Each kind once by the time that as many struck as there are kinds, in an order by chance.</summary>
    public Task Strike()
    {
        if (_drawn.Count == 0)
        {
            Func<Task>[] kinds =
            [
                KillSilo, KillGateway, SuspendSiloBeyondItsLease, SuspendSiloBriefly, SuspendGateway, StallStorage, KillSiloAndGateway,
            ];
            random.Shuffle(kinds);
            _drawn = new Queue<Func<Task>>(kinds);
        }

        return _drawn.Dequeue()();
    }

    private Task KillSilo() => KillAndStartAgain("a silo is killed", Any(exchange.Cluster.Silos));

    private Task KillGateway() => KillAndStartAgain("a gateway is killed", Any(exchange.Cluster.Gateways));

    /// <summary>The others declare it dead and take its grains over; it comes back, finds out, and ends.</summary>
    private async Task SuspendSiloBeyondItsLease()
    {
        Note("a silo is suspended beyond its lease");
        var silo = Any(exchange.Cluster.Silos);
        await silo.SuspendAsync();
        await exchange.Lookout.UntilDead(silo);
        await floor.GoOn(OperationsMeanwhile);
        await silo.ResumeAsync();
        await silo.UntilEndedAsync();
        await silo.StartAgainAsync();
    }

    private async Task SuspendSiloBriefly()
    {
        Note("a silo is suspended within its lease");
        var silo = Any(exchange.Cluster.Silos);
        await silo.SuspendAsync();
        await Task.Delay(random.Next(50, 500));
        await silo.ResumeAsync();
        await floor.GoOn(OperationsMeanwhile);
    }

    private async Task SuspendGateway()
    {
        Note("a gateway is suspended");
        var gateway = Any(exchange.Cluster.Gateways);
        await gateway.SuspendAsync();
        await Task.Delay(random.Next(100, 7_000));
        await gateway.ResumeAsync();
        await floor.GoOn(OperationsMeanwhile);
    }

    private async Task StallStorage()
    {
        Note("the storage stalls");
        await exchange.Azurite.SuspendAsync();
        await Task.Delay(random.Next(100, 4_000));
        await exchange.Azurite.ResumeAsync();
        await floor.GoOn(OperationsMeanwhile);
    }

    private Task KillSiloAndGateway() =>
        KillAndStartAgain("a silo and a gateway are killed", Any(exchange.Cluster.Silos), Any(exchange.Cluster.Gateways));

    private async Task KillAndStartAgain(string kind, params RunningProduct[] victims)
    {
        Note(kind);
        foreach (var victim in victims)
            await victim.KillAsync();
        if (random.Next(2) == 0)
            await floor.GoOn(OperationsMeanwhile);
        foreach (var victim in victims)
            await victim.StartAgainAsync();
        await floor.GoOn(OperationsMeanwhile);
    }

    private RunningProduct Any(IReadOnlyList<RunningProduct> processes) => processes[random.Next(processes.Count)];

    private void Note(string kind) => _struck[kind] = _struck.GetValueOrDefault(kind) + 1;
}
