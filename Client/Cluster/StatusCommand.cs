using System.Globalization;
using OrleansLld.Gateways;
using Spectre.Console;

namespace OrleansLld.Cluster;

/// <summary><c>cluster status</c>: silos, gateways, and how much of each system is active where.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan SiloAnswersWithin = TimeSpan.FromSeconds(3);

    public static TaughtCommand Create(SharedArguments options)
    {
        var command = new TaughtCommand(
            "status",
            "Shows the silos with their commits of the last minute, the gateways, and the activations of each system",
            "Client cluster status",
            "Client cluster status --json | jq '.silos[] | select(.state != \"active\")'");
        command.OnCluster(options, async (run, token) =>
        {
            run.Terminal.Write(await Ask(run.Cluster.Grains, token), Show);
            return null;
        });
        return command;
    }

    private static async Task<ClusterView> Ask(IGrainFactory grains, CancellationToken cancellationToken)
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var (hosts, activations, gateways) = (
            management.GetDetailedHosts(onlyActive: false, cancellationToken),
            management.GetSimpleGrainStatistics(cancellationToken),
            grains.GetGrain<IGatewayDirectoryGrain>(IGatewayDirectoryGrain.Key).List(cancellationToken));
        var silos = await Task.WhenAll((await hosts).OrderBy(host => host.StartTime).Select(async host =>
            SiloView.Of(host, await Describe(grains, host, cancellationToken))));
        return new ClusterView(
            silos,
            [.. (await gateways).Gateways.Select(GatewayView.Of)],
            SystemView.Of(await activations));
    }

    /// <summary>Null when the silo does not answer, which is what is to be shown of it.</summary>
    private static async Task<SiloDescription?> Describe(IGrainFactory grains, MembershipEntry host, CancellationToken cancellationToken)
    {
        if (host.Status != SiloStatus.Active)
            return null;
        try
        {
            return await grains.GetGrain<ISiloGrain>(host.SiloAddress.ToParsableString()).Describe(cancellationToken)
                .WaitAsync(SiloAnswersWithin, cancellationToken);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or SiloGoneException)
        {
            return null;
        }
    }

    private static void Show(IAnsiConsole console, ClusterView cluster)
    {
        var silos = new FittedTable("Silo", "State", ">Commits/min", ">p50", ">p99", "Version?", "Since?", "Keys?");
        foreach (var silo in cluster.Silos)
        {
            var state = new Cell(silo.State, silo.State == "active" ? Color.Green : Color.Red);
            silos.AddRow(
                silo.Address, state, Number(silo.CommitsPerMinute), Ms(silo.CommitMsP50), Ms(silo.CommitMsP99), silo.Version ?? "–",
                Time(silo.Since), silo.Keys ?? "–");
        }

        silos.WriteTo(console);
        var gateways = new FittedTable("Gateway", "Process", ">Connections", "Version?", "Since?");
        foreach (var gateway in cluster.Gateways)
            gateways.AddRow(
                gateway.Address ?? "(address unknown)", gateway.Process, Number(gateway.Connections), gateway.Version, Time(gateway.Since));
        gateways.WriteTo(console);
        var systems = new FittedTable(["System", ">Activations", .. cluster.Silos.Where(IsActive).Select(silo => $">{silo.Address}?")]);
        foreach (var system in cluster.Systems)
            systems.AddRow(
            [
                system.System, Number(system.Activations),
                .. cluster.Silos.Where(IsActive).Select(silo => (Cell)Number(system.OnSilo.GetValueOrDefault(silo.Address))),
            ]);
        systems.WriteTo(console);
    }

    private static bool IsActive(SiloView silo) => silo.State == "active";

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "–";

    private static string Ms(double? ms) => ms is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} ms") : "–";

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
