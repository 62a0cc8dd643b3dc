using Spectre.Console;

namespace OrleansLld.Accounts;

/// <summary>Where a password comes from: the environment or a question, never the command line, which other users can read.</summary>
internal static class Password
{
    public const string Variable = "ORLEANSLLD_PASSWORD";

    /// <summary>Null when it is not in the environment and there is nobody to ask.</summary>
    public static async Task<string?> Read(Terminal terminal, string handle, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return given;
        if (!Terminal.CanAsk)
            return null;
        var prompt = new TextPrompt<string>($"Password of {Markup.Escape(handle)}:").Secret();
        return await prompt.ShowAsync(terminal.Error, cancellationToken);
    }
}
