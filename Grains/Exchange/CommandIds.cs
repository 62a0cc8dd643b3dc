using System.Buffers;

namespace OrleansLld.Exchange;

internal static class CommandIds
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create(".:/_-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Binance's rule for a client order id: 1 to 36 of <c>.A-Z:/a-z0-9_-</c>.</summary>
    public static bool IsOrderCommandId(string id) => id.Length is >= 1 and <= 36 && !id.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>1 to 64 printable ASCII characters.</summary>
    public static bool IsDepositCommandId(string id) => id.Length is >= 1 and <= 64 && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
}
