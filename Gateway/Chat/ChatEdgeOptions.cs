using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Chat;

/// <summary>The section <c>Chat:Edge</c> of the configuration.</summary>
public sealed class ChatEdgeOptions
{
    /// <summary>News that wait for a slow connection before it is told to synchronise. Default 512.</summary>
    [Range(1, 100_000)]
    public int NewsPerConnection { get; set; } = 512;

    /// <summary>Conversations that one connection may have open at a time. Default 16.</summary>
    [Range(1, 1_000)]
    public int OpenPerConnection { get; set; } = 16;

    /// <summary>Connections that one account may have at this gateway. Default 64.</summary>
    [Range(1, 100_000)]
    public int ConnectionsPerAccount { get; set; } = 64;
}
