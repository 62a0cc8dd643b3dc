using System.Buffers;

namespace OrleansLld.Accounts;

/// <summary>The names that people choose for their accounts.</summary>
public static class Handles
{
    /// <summary>The fewest characters.</summary>
    public const int LengthMin = 3;

    /// <summary>The most characters.</summary>
    public const int LengthMax = 32;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whether it is made of letters, digits, '-', '_' and '.', starts with a letter and has the right length.</summary>
    public static bool IsWellFormed(string handle) =>
        handle.Length is >= LengthMin and <= LengthMax
        && char.IsAsciiLetter(handle[0])
        && !handle.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>The key of the account that has or would have this handle, however it is written.</summary>
    public static string KeyOf(string handle) => handle.ToLowerInvariant();
}
