using System.Text.RegularExpressions;

namespace OrleansLld;

/// <summary>Why a command did not do what it was asked.</summary>
/// <param name="Exit">What the shell gets.</param>
/// <param name="Code">Stable, lower case with dashes; for scripts and bug reports.</param>
/// <param name="Words">A sentence a person can act on.</param>
internal sealed partial record Failure(ExitCode Exit, string Code, string Words)
{
    public static Failure Refused<TRefusal>(TRefusal refusal, string words)
        where TRefusal : struct, Enum =>
        new(ExitCode.Refused, CodeOf(refusal), words);

    public static Failure Usage(string words) => new(ExitCode.Usage, "usage", words);

    public static Failure Unreachable(string words) => new(ExitCode.Unreachable, "unreachable", words);

    public static Failure NotSignedIn(string words) => new(ExitCode.NotSignedIn, "not-signed-in", words);

    /// <summary><c>InsufficientBalance</c> is <c>insufficient-balance</c>.</summary>
    public static string CodeOf<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        WordStart().Replace(value.ToString(), "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
