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

    /// <summary>Calls that one connection may make at once; from then on at <see cref="CallsPerSecond"/>. Default 400.</summary>
    [Range(1, 1_000_000)]
    public int CallBurst { get; set; } = 400;

    /// <summary>Calls that one connection may go on making in a second. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerSecond { get; set; } = 100;

    /// <summary>
    /// The bucket that files of messages are kept in. It is made when the first is granted, belongs to no person, and must not be changed
    /// while there are files in it. Default <c>chat-media</c>.
    /// </summary>
    [RegularExpression("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")]
    public string MediaBucket { get; set; } = "chat-media";
}
