using System.Security.Cryptography;

namespace OrleansLld.ObjectStore;

/// <summary>Numbers for requests, as S3 writes them: 16 letters and digits, each but once.</summary>
internal static class RequestIds
{
    private static readonly ulong Start = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    private static ulong _count;

    /// <summary>Which process answered.</summary>
    public static string HostId { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    public static string Next()
    {
        // An odd multiplier spreads the count over all 64 bits and gives no number twice.
        var value = Start + (Interlocked.Increment(ref _count) * 0x9E3779B97F4A7C15);
        return string.Create(16, value, static (text, value) => value.TryFormat(text, out _, "X16"));
    }
}
