using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Storage.Azure;

/// <summary>Which storage account keeps rows and blobs, and how long to wait for it; configuration section <c>Storage:Azure</c>.</summary>
public sealed class AzureOptions
{
    public const string Section = "Storage:Azure";

    /// <summary>
    /// The account's connection string, a secret: give it in the environment, or in a file that
    /// <c>Storage:Azure:ConnectionStringFile</c> names. Default: the emulator's public account on its default ports.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "UseDevelopmentStorage=true";

    /// <summary>The table of the rows, made when it is not there: 3 to 63 letters and digits. Default <c>orleanslld</c>.</summary>
    [Required, RegularExpression("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    public string Table { get; set; } = "orleanslld";

    /// <summary>
    /// The container of the blobs, made when it is not there: 3 to 63 lower-case letters, digits and single hyphens. Default
    /// <c>orleanslld</c>.
    /// </summary>
    [Required, StringLength(63, MinimumLength = 3), RegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$")]
    public string Container { get; set; } = "orleanslld";

    /// <summary>How long one attempt of one request may take, milliseconds. Default 3,000.</summary>
    [Range(100, 120_000)]
    public int AttemptTimeoutMs { get; set; } = 3_000;

    /// <summary>The same for requests that carry a blob's bytes. Default 30,000.</summary>
    [Range(100, 3_600_000)]
    public int BlobAttemptTimeoutMs { get; set; } = 30_000;

    /// <summary>Further attempts of a request that failed or timed out. Default 2.</summary>
    [Range(0, 20)]
    public int RetriesMax { get; set; } = 2;

    /// <summary>Pause before the second attempt, milliseconds; it doubles with each further one. Default 100.</summary>
    [Range(1, 60_000)]
    public int RetryPauseMs { get; set; } = 100;

    /// <summary>Connections to the account at once; requests beyond wait. Default 256.</summary>
    [Range(1, 16_384)]
    public int ConnectionsMax { get; set; } = 256;

    /// <summary>Leases of which the header is kept in memory, about 500 bytes each. Default 100,000.</summary>
    [Range(1, 1 << 26)]
    public int LeasesHeldMax { get; set; } = 100_000;

    /// <summary>The blocks in which blobs are sent, MiB; one is in memory per blob being written. Default 4.</summary>
    [Range(1, 100)]
    public int BlobBlockMiB { get; set; } = 4;
}
