using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OrleansLld;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class TaughtCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>The usual help, then the examples of the command, then what the exit codes mean.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly SynchronousCommandLineAction _usual;
    private readonly IReadOnlyList<string> _rootExamples;

    private HelpWithExamples(SynchronousCommandLineAction usual, IReadOnlyList<string> rootExamples)
    {
        _usual = usual;
        _rootExamples = rootExamples;
    }

    public override bool ClearsParseErrors => true;

    public static void Install(RootCommand root, params string[] rootExamples)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!, rootExamples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        _usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = (command as TaughtCommand)?.Examples ?? (command is RootCommand ? _rootExamples : []);
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        output.WriteLine("Exit codes: 0 done, 1 refused, 2 usage, 3 unreachable, 4 not signed in, 70 fault, 130 interrupted.");
        return (int)ExitCode.Done;
    }
}
