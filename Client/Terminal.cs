using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace OrleansLld;

/// <summary>
/// What the program says: results on standard output, everything else on standard error. Colours and moving parts only
/// where a person looks at a terminal.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Columns when the output is a file or a pipe, where there is no width to fit.</summary>
    private const int UnboundedColumns = 160;

    private static readonly JsonSerializerOptions JsonShape = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Terminal(bool json)
    {
        Json = json;
        Out = Create(Console.Out, Console.IsOutputRedirected);
        Error = Create(Console.Error, Console.IsErrorRedirected);
    }

    public bool Json { get; }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    /// <summary>Whether somebody watches the messages, so that a progress bar makes sense.</summary>
    public bool IsWatched => !Json && !Console.IsErrorRedirected;

    /// <summary>Whether somebody can answer a question.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Writes the result: the object as JSON, or what <paramref name="human"/> makes of it.</summary>
    public void Write<TResult>(TResult result, Action<IAnsiConsole, TResult> human)
    {
        if (Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(result, JsonShape));
        else
            human(Out, result);
    }

    public void Note(string words)
    {
        if (!Json)
            Error.MarkupLineInterpolated($"[grey]{words}[/]");
    }

    public void Warn(string words)
    {
        if (Json)
            Console.Error.WriteLine(JsonSerializer.Serialize(new { warning = words }, JsonShape));
        else
            Error.MarkupLineInterpolated($"[yellow]{words}[/]");
    }

    public void Fail(Failure failure)
    {
        if (Json)
        {
            var error = new { code = failure.Code, message = failure.Words };
            Console.Error.WriteLine(JsonSerializer.Serialize(new { error }, JsonShape));
        }
        else
            Error.MarkupLineInterpolated($"[red]{failure.Words}[/] [grey]({failure.Code})[/]");
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = UnboundedColumns;
        return console;
    }
}
