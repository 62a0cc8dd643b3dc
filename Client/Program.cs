using System.CommandLine;
using System.CommandLine.Invocation;
using OrleansLld;
using OrleansLld.Accounts;
using OrleansLld.Chat;
using OrleansLld.Cluster;
using OrleansLld.Exchange;

var options = new SharedArguments();
var root = new RootCommand(
    "The product on the command line: joins the cluster as an Orleans client and calls its grains. "
    + "From the sources, Client stands for: dotnet run --project Client --")
{
    options.Gateway,
    options.Handle,
    options.Json,
};
AccountsCommands.AddTo(root, options);
root.Add(ExchangeCommands.Create(options));
root.Add(ChatCommands.Create(options));
root.Add(ClusterCommands.Create(options));
HelpWithExamples.Install(
    root,
    "Client sign-up --handle ada",
    "Client exchange markets",
    "Client exchange place BTCUSDT buy 0.5 --price 60000",
    "Client exchange book BTCUSDT --json | jq .bids",
    "Client chat send bob 'Hello from the console'",
    "Client cluster status");

var arguments = root.Parse(args);
if (arguments.Action is ParseErrorAction mistake)
    mistake.ShowHelp = arguments.CommandResult.Command.Subcommands.Count > 0;
var code = await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
return arguments.Errors.Count > 0 ? (int)ExitCode.Usage : code;
