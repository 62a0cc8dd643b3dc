using System.CommandLine;
using OrleansLld.Exchange;
using OrleansLld.Storage;

// Each subcommand measures one thing and prints a table ready for docs/benchmarks.md.
var root = new RootCommand("Measures the product. Run it built for release, on a machine that does nothing else.")
{
    EngineBenchmark.Command(),
    ReplayJournalBenchmark.Command(),
    DurableCommitsBenchmark.Command(),
};
return await root.Parse(args).InvokeAsync();
