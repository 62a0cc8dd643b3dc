using System.CommandLine;
using OrleansLld.Chat;
using OrleansLld.Exchange;
using OrleansLld.Exchange.Http;
using OrleansLld.ObjectStore;
using OrleansLld.ObjectStore.Http;
using OrleansLld.Storage;

// The load generator shares the processor with the server: an answer is handled where it arrives, without another thread's help.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

// Each subcommand measures one thing and prints a table ready for docs/benchmarks.md.
var root = new RootCommand("Measures the product. Run it built for release, on a machine that does nothing else.")
{
    EngineBenchmark.Command(),
    EngineSteps.Command(),
    ReplayJournalBenchmark.Command(),
    GrainOrdersBenchmark.Command(),
    DurableCommitsBenchmark.Command(),
    BlobsBenchmark.Command(),
    HttpOrdersBenchmark.Command(),
    ClusterOrdersBenchmark.Command(),
    ObjectsBenchmark.Command(),
    IndexBenchmark.Command(),
    IdleBenchmark.Command(),
    MessagesBenchmark.Command(),
    GroupBenchmark.Command(),
    ChannelBenchmark.Command(),
    SocketsBenchmark.Command(),
};
return await root.Parse(args).InvokeAsync();
