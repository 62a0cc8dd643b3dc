using System.Diagnostics.CodeAnalysis;

namespace OrleansLld.Gateways;

/// <summary>Where clients reach a gateway, as browsers write an origin: <c>https://exchange.example</c>.</summary>
/// <param name="Value">The normal form: lower case, no port where it is the scheme's own, nothing after it.</param>
[GenerateSerializer, Immutable, Alias("gateways.address")]
public readonly record struct GatewayAddress([property: Id(0)] string Value)
{
    /// <summary>Reads an http or https address that has a host, perhaps a port, and nothing more.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static GatewayAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not the address of a gateway.");

    /// <summary>Reads an address; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GatewayAddress address)
    {
        address = default;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0 || uri.IdnHost.Length == 0)
            return false;

        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        address = new GatewayAddress($"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}");
        return true;
    }

    /// <summary>The normal form.</summary>
    public override string ToString() => Value;
}
