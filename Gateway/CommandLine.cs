namespace OrleansLld;

/// <summary>The .NET configuration provider passes over a switch without a value; here <c>--Demo</c> means <c>--Demo=true</c>.</summary>
public static class CommandLine
{
    public static string[] WithSwitchValues(IReadOnlyList<string> arguments)
    {
        var result = new string[arguments.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = IsBareSwitch(arguments, i) ? arguments[i] + "=true" : arguments[i];
        return result;
    }

    private static bool IsBareSwitch(IReadOnlyList<string> arguments, int index) =>
        IsSwitch(arguments[index])
        && !arguments[index].Contains('=', StringComparison.Ordinal)
        && (index + 1 == arguments.Count || IsSwitch(arguments[index + 1]));

    private static bool IsSwitch(string argument) => argument.StartsWith("--", StringComparison.Ordinal) && argument.Length > 2;
}
