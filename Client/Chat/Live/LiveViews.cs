namespace OrleansLld.Chat.Live;

/// <summary>What the hub sends, as far as the console looks at it; docs/chat-hub.md has all of it.</summary>
/// <param name="Account">One's own number.</param>
/// <param name="Cursor">For the next sync.</param>
/// <param name="Conversations">Those that changed.</param>
internal sealed record LiveSync(string Account, string Cursor, LiveConversation[] Conversations);

/// <summary>A conversation.</summary>
internal sealed record LiveConversation(string Id, long First, long Head, long Read);

/// <summary>A page of entries.</summary>
internal sealed record LivePage(LiveEntry[] Entries, long First, long Head);

/// <summary>New entries.</summary>
internal sealed record LivePush(string Conversation, LiveEntry[] Entries);

/// <summary>An entry.</summary>
internal sealed record LiveEntry(
    long Sequence,
    string Id,
    long At,
    string Author,
    string Kind,
    string? Text,
    string? Emoji,
    long Target,
    string? Change,
    LiveMember[]? Members,
    LiveMedia? Media);

/// <summary>A member.</summary>
internal sealed record LiveMember(string Account, string Handle);

/// <summary>A file of a message.</summary>
internal sealed record LiveMedia(string Name, string Type);

/// <summary>A message to be sent.</summary>
internal sealed record LiveMessage(string Conversation, string ClientId, string Kind, string Text);

/// <summary>A device that connects.</summary>
internal sealed record LiveDevice(string Device, string Name, string Cursor);
