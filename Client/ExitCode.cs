namespace OrleansLld;

/// <summary>What the program answers to the shell. Documented in docs/console.md; numbers are never given another meaning.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>The product understood and said no; the error names the stable code. The same command would be refused again.</summary>
    Refused = 1,

    /// <summary>The command line or the input file is not right; nothing was sent.</summary>
    Usage = 2,

    /// <summary>Nobody answered, or not in time. The command is safe to repeat with the same client id.</summary>
    Unreachable = 3,

    /// <summary>Not signed in, or the handle and password do not fit.</summary>
    NotSignedIn = 4,

    /// <summary>A fault of the program itself.</summary>
    Fault = 70,

    /// <summary>Stopped by Ctrl+C.</summary>
    Interrupted = 130,
}
