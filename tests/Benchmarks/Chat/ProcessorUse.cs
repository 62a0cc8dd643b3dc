using System.Diagnostics;

namespace OrleansLld.Chat;

/// <summary>How many cores the processes keep busy while something is measured.</summary>
internal sealed class ProcessorUse
{
    private readonly ChatServers _servers;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan[] _before;

    private ProcessorUse(ChatServers servers) => (_servers, _before) = (servers, Times(servers));

    public static ProcessorUse Begin(ChatServers servers) => new(servers);

    public (double Gateways, double Silo, double Generator) End()
    {
        var (after, elapsed) = (Times(_servers), Stopwatch.GetElapsedTime(_started));
        return ((after[0] - _before[0]) / elapsed, (after[1] - _before[1]) / elapsed, (after[2] - _before[2]) / elapsed);
    }

    private static TimeSpan[] Times(ChatServers servers)
    {
        using var self = Process.GetCurrentProcess();
        return
        [
            servers.Gateways.Aggregate(TimeSpan.Zero, (sum, gateway) => sum + gateway.ProcessorTime),
            servers.Silo.ProcessorTime, self.TotalProcessorTime,
        ];
    }
}
