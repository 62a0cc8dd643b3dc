using System.Buffers;

namespace OrleansLld.Exchange.Wire;

/// <summary>Which characters the API's names are made of.</summary>
public static class ApiNames
{
    /// <summary>What a symbol may look like, as the API states it in its refusals.</summary>
    public const string SymbolRange = "^[A-Z0-9-_.]{1,20}$";

    /// <summary>What a client order id may look like, as the API states it in its refusals.</summary>
    public const string ClientOrderIdRange = @"^[\.A-Z\:/a-z0-9_-]{1,36}$";

    private const int SymbolLengthMax = 20;
    private const int ClientOrderIdLengthMax = 36;

    private static readonly SearchValues<byte> SymbolLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."u8);
    private static readonly SearchValues<byte> ClientOrderIdLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/_-"u8);

    /// <summary>Whether the text may be a symbol.</summary>
    public static bool IsSymbol(ReadOnlySpan<byte> text) =>
        text.Length is >= 1 and <= SymbolLengthMax && !text.ContainsAnyExcept(SymbolLetters);

    /// <summary>Whether the text may be a client order id.</summary>
    public static bool IsClientOrderId(ReadOnlySpan<byte> text) =>
        text.Length is >= 1 and <= ClientOrderIdLengthMax && !text.ContainsAnyExcept(ClientOrderIdLetters);
}
