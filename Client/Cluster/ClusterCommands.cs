using System.CommandLine;

namespace OrleansLld.Cluster;

/// <summary><c>cluster …</c></summary>
internal static class ClusterCommands
{
    public static Command Create(SharedArguments options) =>
        new TaughtCommand("cluster", "Look at the cluster", "Client cluster status", "Client cluster status --json | jq .silos")
        {
            StatusCommand.Create(options),
        };
}
