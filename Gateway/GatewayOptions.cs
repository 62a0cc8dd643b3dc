using System.ComponentModel.DataAnnotations;

namespace OrleansLld;

/// <summary>The section <c>Gateway</c> of the configuration.</summary>
public sealed class GatewayOptions
{
    /// <summary>Whether this process serves the web client and the protocols; else only its health. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Where clients reach this gateway, such as <c>https://exchange.example</c>; the load balancer's address behind one. Default: the
    /// address listened on, or none where that is every address of the machine.
    /// </summary>
    public string? PublicAddress { get; set; }

    /// <summary>The listener and what it takes in.</summary>
    public HttpOptions Http { get; set; } = new();

    /// <summary>Signs bearer tokens: at least 32 bytes in Base64, the same in every gateway. Default: made in the data directory.</summary>
    [Required, Base64String]
    public string TokenKey { get; set; } = "";

    /// <summary>How long a sign-in holds. Default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whether the Orleans dashboard and its call statistics are on. Default true.</summary>
    public bool Dashboard { get; set; } = true;

    /// <summary>
    /// How long a gateway of a cluster serves on after it was told to stop, while its clients go to others, in seconds. Longer than it
    /// takes a load balancer to notice. Default 5. A process alone stops at once.
    /// </summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; } = 5;

    /// <summary>How much a caller may ask for before it is told to wait.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    public sealed class HttpOptions
    {
        /// <summary>The address to listen on. Default 127.0.0.1; <c>0.0.0.0</c> for every IPv4 address of the machine.</summary>
        public string Address { get; set; } = "127.0.0.1";

        /// <summary>The TCP port. Default 8080.</summary>
        [Range(1, 65_535)]
        public int Port { get; set; } = 8080;

        /// <summary>The certificate to speak TLS with. Default none: plain HTTP.</summary>
        public CertificateOptions Certificate { get; set; } = new();

        /// <summary>Whether the listener speaks TLS.</summary>
        public bool IsTls => Certificate.Path is { Length: > 0 };

        /// <summary>The largest request body where an endpoint sets no other limit, in bytes. Default 1 MiB.</summary>
        [Range(1024, 1 << 30)]
        public int BodyBytesMax { get; set; } = 1 << 20;

        /// <summary>The longest request line, and so the longest URL, in bytes. Default 8 KiB.</summary>
        [Range(256, 1 << 16)]
        public int RequestLineBytesMax { get; set; } = 8 << 10;

        /// <summary>All headers of a request together, in bytes. Default 32 KiB.</summary>
        [Range(1024, 1 << 20)]
        public int HeaderBytesMax { get; set; } = 32 << 10;

        /// <summary>Connections at a time. Default 10,000.</summary>
        [Range(1, 1_000_000)]
        public int ConnectionsMax { get; set; } = 10_000;
    }

    public sealed class CertificateOptions
    {
        /// <summary>A file in PEM with its chain, or a .pfx or .p12 file; read at the start. Default none: plain HTTP.</summary>
        public string? Path { get; set; }

        /// <summary>The private key in PEM; needless where the certificate's file holds it. Default none.</summary>
        public string? KeyPath { get; set; }

        /// <summary>
        /// Opens the private key; a secret: in the environment, or in a file that <c>Gateway:Http:Certificate:PasswordFile</c> names.
        /// Default none.
        /// </summary>
        public string? Password { get; set; }
    }

    public sealed class RateLimitOptions
    {
        /// <summary>Registrations an address may make in an hour. Default 1,000.</summary>
        [Range(1, 1_000_000)]
        public int RegistrationsPerHour { get; set; } = 1000;

        /// <summary>Sign-ins an address may try in a minute. Default 300.</summary>
        [Range(1, 1_000_000)]
        public int SignInsPerMinute { get; set; } = 300;

        /// <summary>Other requests of an account, or of an address that is not signed in, in a second. Default 500.</summary>
        [Range(1, 10_000_000)]
        public int RequestsPerSecond { get; set; } = 500;
    }
}
