using Microsoft.Extensions.Options;
using OrleansLld.Gateways;

namespace OrleansLld.ObjectStore;

/// <summary>Where S3 of this gateway is reached.</summary>
internal sealed class ObjectStoreAddress(IOptions<ObjectStoreEdgeOptions> options)
{
    private readonly ObjectStoreEdgeOptions _options = options.Value;

    /// <summary>The address that is known without being asked; null where the listener is on every address of the machine.</summary>
    public GatewayAddress? Own { get; } = OwnOf(options.Value);

    /// <summary>The address for whoever asks on a host of this gateway.</summary>
    public GatewayAddress For(HttpRequest request) =>
        Own ?? Of(_options, Uri.CheckHostName(request.Host.Host) == UriHostNameType.Unknown ? "localhost" : request.Host.Host);

    private static GatewayAddress? OwnOf(ObjectStoreEdgeOptions options) =>
        options.PublicAddress is { } told ? GatewayAddress.Parse(told)
        : options.Address is "0.0.0.0" or "::" ? null
        : Of(options, options.Address);

    private static GatewayAddress Of(ObjectStoreEdgeOptions options, string host) =>
        GatewayAddress.Parse(new UriBuilder(options.IsTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host, options.Port).Uri.ToString());
}
