using System.ComponentModel.DataAnnotations;

namespace OrleansLld.ObjectStore;

/// <summary>The section <c>ObjectStore</c> of the configuration, as far as it is about the S3 listener.</summary>
public sealed class ObjectStoreEdgeOptions
{
    private static readonly string[] UsualDomains = ["s3.localhost", "localhost", "127.0.0.1.nip.io"];

    private string[]? _domains;

    /// <summary>The address to listen on. Default 127.0.0.1; <c>0.0.0.0</c> for every IPv4 address of the machine.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The TCP port, which nothing but S3 is answered on. Default 9000.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 9000;

    /// <summary>
    /// The certificate to speak TLS with; its password is a secret, as that of <c>Gateway:Http:Certificate</c>. Default none: plain HTTP.
    /// </summary>
    public GatewayOptions.CertificateOptions Certificate { get; set; } = new();

    /// <summary>Whether the listener speaks TLS.</summary>
    public bool IsTls => Certificate.Path is { Length: > 0 };

    /// <summary>
    /// Where clients reach S3, such as <c>https://s3.example</c>; it stands in the links that the web page makes. Default: the host that
    /// the page was asked on, with the S3 port.
    /// </summary>
    public string? PublicAddress { get; set; }

    /// <summary>
    /// The names of this server, in front of which a bucket may stand (<c>bucket.s3.localhost</c>). Default <c>s3.localhost</c>,
    /// <c>localhost</c> and <c>127.0.0.1.nip.io</c>.
    /// </summary>
    public string[]? Domains
    {
        get => _domains;
        set => _domains = value is null ? null : [.. value.OrderByDescending(domain => domain.Length)];
    }

    /// <summary>The region that signatures name and that buckets without a location constraint are in. Default <c>us-east-1</c>.</summary>
    [RegularExpression("^[a-z0-9-]{1,63}$")]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The largest body of a request, and so of an object or part that is sent at once, in bytes. Default 5 GiB.</summary>
    [Range(1L << 20, 5L << 40)]
    public long BodyBytesMax { get; set; } = 5L << 30;

    /// <summary>All headers of a request together, in bytes. Default 8 KiB.</summary>
    [Range(1024, 1 << 20)]
    public int HeaderBytesMax { get; set; } = 8 << 10;

    /// <summary>The slowest that a body may come in, in bytes a second, after the grace of five seconds. Default 240.</summary>
    [Range(1, 1 << 30)]
    public int BodyBytesPerSecondMin { get; set; } = 240;

    /// <summary>Requests of an account, or of an address without one, in a second. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerSecond { get; set; } = 50_000;

    /// <summary>Buckets whose settings are remembered, and that metrics name; the others count together. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int BucketsRemembered { get; set; } = 1000;

    /// <summary>The domains in use; the longest first.</summary>
    public ReadOnlySpan<string> DomainsInUse() => _domains ?? UsualDomains;
}
