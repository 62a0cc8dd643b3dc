namespace OrleansLld.Chat;

/// <summary>Settings of the chat, the section <c>Chat</c>.</summary>
public sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>
    /// How many entries an account may send to one conversation at once, 1 to 1,000,000; from then on at <see cref="SendsPerSecond"/>. By
    /// default 40.
    /// </summary>
    public int SendBurst { get; set; } = 40;

    /// <summary>How many entries a second an account may go on sending to one conversation, 0.01 to 1,000,000. By default 10.</summary>
    public double SendsPerSecond { get; set; } = 10;

    /// <summary>
    /// How long a sender waits at most for the members' inboxes to hear of an entry, 1 to 10,000 ms; they are told in any case. By default
    /// 500.
    /// </summary>
    public int TellWithinMs { get; set; } = 500;
}
