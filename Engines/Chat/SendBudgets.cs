namespace OrleansLld.Chat;

/// <summary>
/// How often each author may send: a bucket of tokens that fills at a steady rate. Forgotten when the grain leaves memory.
/// </summary>
/// <param name="burst">How many at once, from 1.</param>
/// <param name="perSecond">How many a second from then on, above 0.</param>
public sealed class SendBudgets(int burst, double perSecond)
{
    private const int AuthorsMax = 4_096;

    private readonly Dictionary<long, (double Tokens, DateTimeOffset At)> _authors = [];

    /// <summary>Spends one.</summary>
    /// <returns>How long to wait when there is none; zero when it was spent.</returns>
    public TimeSpan Spend(long author, DateTimeOffset now)
    {
        var tokens = TokensOf(author, now);
        if (tokens < 1)
            return TimeSpan.FromSeconds((1 - tokens) / perSecond);
        if (_authors.Count == AuthorsMax)
            ForgetFull(now);
        _authors[author] = (tokens - 1, now);
        return TimeSpan.Zero;
    }

    private double TokensOf(long author, DateTimeOffset now)
    {
        if (!_authors.TryGetValue(author, out var bucket))
            return burst;
        // A clock that went back fills nothing.
        var filled = Math.Max(0, (now - bucket.At).TotalSeconds) * perSecond;
        return Math.Min(burst, bucket.Tokens + filled);
    }

    private void ForgetFull(DateTimeOffset now)
    {
        foreach (var author in _authors.Keys.Where(author => TokensOf(author, now) >= burst).ToArray())
            _authors.Remove(author);
        if (_authors.Count == AuthorsMax)
            _authors.Clear();
    }
}
