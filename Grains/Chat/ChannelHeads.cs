namespace OrleansLld.Chat;

/// <summary>
/// How far an account's channels stood when they were asked last. A channel tells no inboxes, it may have a million, so an inbox asks; at
/// most once in <see cref="AskEvery"/>, because devices sync much more often than that.
/// </summary>
internal sealed class ChannelHeads
{
    public static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (long Head, long Read, DateTimeOffset AskedAt)> _heads = new(StringComparer.Ordinal);

    public bool IsDue(string channel, DateTimeOffset now) =>
        !_heads.TryGetValue(channel, out var known) || now - known.AskedAt >= AskEvery;

    /// <summary>A channel stands here.</summary>
    /// <returns>Whether that is another place than was known.</returns>
    public bool Take(string channel, long head, long read, DateTimeOffset now)
    {
        var isNews = !_heads.TryGetValue(channel, out var known) || known.Head != head || known.Read != read;
        _heads[channel] = (head, read, now);
        return isNews;
    }

    /// <summary>Forgets the channels that the account has left.</summary>
    public void Retain(Func<string, bool> isEntered)
    {
        foreach (var channel in _heads.Keys.Where(channel => !isEntered(channel)).ToArray())
            _heads.Remove(channel);
    }
}
