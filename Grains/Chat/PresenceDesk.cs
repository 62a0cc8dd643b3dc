using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>How accounts of a shard are shown to others, and who hears of it when that changes.</summary>
internal sealed class PresenceDesk(SessionTable sessions, WatcherTable watchers, PresenceRows rows, GatewayOutbox outbox)
{
    /// <summary>What an account lets others know.</summary>
    public Presence Of(AccountId account, PresenceTerms terms, DateTimeOffset? seen)
    {
        if (terms.IsHidden || terms.IsClosed)
            return new Presence(account, false, null);
        var isOnline = sessions.IsOnline(account.Value);
        return new Presence(account, isOnline, isOnline ? null : seen)
        {
            ConcealedFrom = terms.ConcealedFrom.IsEmpty ? [] : [.. terms.ConcealedFrom.Select(viewer => new AccountId(viewer))],
        };
    }

    /// <summary>Tells the gateways where somebody watches the account; of whoever is watched the terms are at hand.</summary>
    public void Tell(AccountId account, DateTimeOffset? seen, DateTimeOffset now)
    {
        if (rows.KnownTerms(account.Value) is not { } terms)
            return;
        foreach (var gateway in watchers.Of(account.Value, now))
            outbox.Offer(gateway, new Delivery([], new PresenceNews(Of(account, terms, seen))));
    }

    /// <summary>Lets the gateways that an account is connected to end its connections.</summary>
    public void Close(AccountId account)
    {
        foreach (var gateway in sessions.GatewaysOf(account.Value))
            outbox.Offer(gateway, new Delivery([account], new ClosedNews(null)));
    }
}
