using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Exchange;

/// <summary>The section <c>Exchange:Api</c> of the configuration.</summary>
public sealed class ExchangeApiOptions
{
    /// <summary>The request weight that an address may use in a minute. Default 1,200,000.</summary>
    [Range(1, int.MaxValue)]
    public int WeightPerMinute { get; set; } = 1_200_000;

    /// <summary>New orders of an account in 10 seconds. Default 200,000.</summary>
    [Range(1, int.MaxValue)]
    public int OrdersPerTenSeconds { get; set; } = 200_000;

    /// <summary>New orders of an account in a day. Default 1,000,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int OrdersPerDay { get; set; } = 1_000_000_000;

    /// <summary>How long after its timestamp a signed request is good when it does not say. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReceiveWindow { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Markets that one connection may watch live at a time. Default 50.</summary>
    [Range(1, 1000)]
    public int WatchesPerConnection { get; set; } = 50;

    /// <summary>Live updates that wait for a slow connection before it is told to start over. Default 256.</summary>
    [Range(1, 100_000)]
    public int UpdatesPerConnection { get; set; } = 256;
}
