namespace OrleansLld.Chat;

/// <summary>The last entries of a conversation, by which a repeat is known and unread messages are counted.</summary>
internal sealed class RecentEntries
{
    private readonly Queue<RecentEntry> _entries = [];
    private readonly Dictionary<(long Author, string ClientId), RecentEntry> _byClientId = [];

    public IReadOnlyCollection<RecentEntry> All => _entries;

    public RecentEntry? Find(long author, string clientId) => _byClientId.GetValueOrDefault((author, clientId));

    public void Add(RecentEntry entry)
    {
        _entries.Enqueue(entry);
        if (entry.ClientId.Length > 0)
            _byClientId[(entry.Author, entry.ClientId)] = entry;
        if (_entries.Count > ChatLimits.RecentEntriesMax && _entries.Dequeue() is { ClientId.Length: > 0 } oldest)
            _byClientId.Remove((oldest.Author, oldest.ClientId));
    }

    /// <summary>
    /// Messages of others above a sequence; as far as they are remembered, and no more than <see cref="ChatLimits.UnreadMax"/>.
    /// </summary>
    public int Unread(long reader, long read) => Math.Min(
        ChatLimits.UnreadMax,
        _entries.Count(entry => entry.Sequence > read && entry.Author != reader && Posting.IsMessage(entry.Kind)));
}
