using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace OrleansLld.Gateways;

/// <summary>The gateways as this one last heard of them from the directory, for whoever asks this process.</summary>
internal sealed class KnownGateways
{
    private const int SourcesMax = 100;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromHours(24);

    private readonly Lock _turn = new();
    private readonly Dictionary<GatewayAddress, DateTimeOffset> _mentionedAt = [];
    private HashSet<GatewayAddress> _objects = [];
    private volatile Snapshot _now;

    public KnownGateways(IOptions<GatewayOptions> options)
    {
        Own = AddressOf(options.Value);
        _now = new Snapshot(Own is { } own ? [own] : [], Own is { } known ? [known.Value] : [], "", "");
    }

    /// <summary>Where clients reach this gateway; null when that is not known.</summary>
    public GatewayAddress? Own { get; }

    /// <summary>The addresses that clients may go to now; each once.</summary>
    public ImmutableArray<GatewayAddress> Present => _now.Present;

    /// <summary>The other gateways as sources of a content security policy: each begins with a space.</summary>
    public string Sources => _now.Sources;

    /// <summary>Where the gateways have their objects, as sources of a content security policy: each begins with a space.</summary>
    public string ObjectSources => _now.ObjectSources;

    /// <summary>Whether a page of this origin was opened at a gateway of this cluster.</summary>
    public bool Includes(string origin) => _now.Origins.Contains(origin);

    /// <summary>Believes the directory. One that may be incomplete takes nothing away.</summary>
    public void Take(GatewayDirectory directory, DateTimeOffset now)
    {
        lock (_turn)
        {
            var listed = directory.Gateways.Select(entry => entry.Notice.Address).OfType<GatewayAddress>().Distinct();
            ImmutableArray<GatewayAddress> present = directory.IsComplete ? [.. listed] : [.. Present.Union(listed)];
            foreach (var address in directory.Remembered.Concat(present))
                _mentionedAt[address] = now;

            foreach (var (address, mentionedAt) in _mentionedAt)
                if (now - mentionedAt >= RememberedFor)
                    _mentionedAt.Remove(address);

            var objects = directory.Gateways.Select(entry => entry.Notice.ObjectStore).OfType<GatewayAddress>();
            _objects = [.. directory.IsComplete ? objects : objects.Concat(_objects)];
            _now = new Snapshot(present, [.. _mentionedAt.Keys.Select(address => address.Value)], SourcesOf(present), ObjectSourcesOf());
        }
    }

    /// <summary>This gateway stops: whoever asks it is sent elsewhere.</summary>
    public void Leave()
    {
        lock (_turn)
        {
            if (Own is { } own)
                _now = _now with { Present = _now.Present.Remove(own) };
        }
    }

    // Without an address of its own to listen on there is none to tell.
    private static GatewayAddress? AddressOf(GatewayOptions options) =>
        options.PublicAddress is { } told ? GatewayAddress.Parse(told)
        : options.Http.Address is "0.0.0.0" or "::" ? null
        : GatewayAddress.Parse(new UriBuilder(SchemeOf(options), options.Http.Address, options.Http.Port).Uri.ToString());

    private static string SchemeOf(GatewayOptions options) => options.Http.IsTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    // The present ones first: a header has an end.
    private string SourcesOf(ImmutableArray<GatewayAddress> present) => string.Concat(
        present.Concat(_mentionedAt.Keys.OrderBy(address => address.Value, StringComparer.Ordinal))
            .Distinct().Where(address => address != Own).Take(SourcesMax)
            .Select(address => $" {address} ws{address.Value["http".Length..]}"));

    private string ObjectSourcesOf() =>
        string.Concat(_objects.OrderBy(address => address.Value, StringComparer.Ordinal).Take(SourcesMax).Select(address => $" {address}"));

    private sealed record Snapshot(
        ImmutableArray<GatewayAddress> Present, ImmutableHashSet<string> Origins, string Sources, string ObjectSources);
}
