namespace OrleansLld.Chat;

/// <summary>Brings news to the connections that they are for.</summary>
internal sealed partial class NewsDelivery(
    ChatConnections connections, OpenConversations open, SessionAnnouncer sessions, ILogger<NewsDelivery> log)
{
    public void ResyncAll()
    {
        foreach (var connection in connections.All)
            connection.Offer(client => client.Resync());
    }

    public void Deliver(Delivery delivery)
    {
        switch (delivery.News)
        {
            case EntriesNews news when delivery.To.IsEmpty:
                Offer(open.ListenersOf(news.Conversation), PushOf(news));
                break;
            case PresenceNews { Presence: var presence }:
                foreach (var connection in open.WatchersOf(presence.Account))
                {
                    var view = ChatViews.Of(presence.For(connection.Caller.Id));
                    connection.Offer(client => client.Presence(view));
                }

                break;
            case SessionsNews news:
                sessions.TellAnew(news.Shard);
                break;
            case KeysNews news:
                Offer(Addressed(delivery).Where(one => one.Device?.Id == news.Device), client => client.Keys(news.Left));
                break;
            case ClosedNews news:
                foreach (var connection in Addressed(delivery).Where(one => news.Device is null || one.Device?.Id == news.Device))
                    _ = connection.End();
                break;
            case ConversationNews news:
                Offer(Addressed(delivery), PushOf(news));
                foreach (var connection in Addressed(delivery).Where(one => one.Open.ContainsKey(news.Conversation)))
                    _ = Recheck(connection, news.Conversation);
                break;
            case var news:
                Offer(Addressed(delivery), PushOf(news));
                break;
        }
    }

    private async Task Recheck(ChatConnection connection, ConversationId conversation)
    {
        try
        {
            await open.Recheck(connection, conversation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotRechecked(log, conversation, failure.Message);
        }
    }

    private static void Offer(IEnumerable<ChatConnection> to, Func<IChatClient, Task> push)
    {
        foreach (var connection in to.Where(connection => connection.Device is not null))
            connection.Offer(push);
    }

    private IEnumerable<ChatConnection> Addressed(Delivery delivery) => delivery.To.SelectMany(connections.Of);

    // What is said is the same for all, so it is written once.
    private static Func<IChatClient, Task> PushOf(ChatNews news)
    {
        switch (news)
        {
            case EntriesNews entries:
                var push = new EntriesPush(entries.Conversation.ToString(), [.. entries.Entries.Select(ChatViews.Of)]);
                return client => client.Entries(push);
            case WatermarkNews marks:
                var moved = new WatermarkPush(marks.Conversation.ToString(), marks.Account.ToString(), marks.Delivered, marks.Read);
                return client => client.Watermarks(moved);
            case ReceiptsNews receipts:
                var counts = new ReceiptsPush(receipts.Conversation.ToString(), [.. receipts.Counts.Select(ChatViews.Of)]);
                return client => client.Receipts(counts);
            case TypingNews typing:
                var writer = new TypingPush(typing.Conversation.ToString(), typing.Account.ToString());
                return client => client.Typing(writer);
            case ConversationNews changed:
                var conversation = changed.Conversation.ToString();
                return client => client.Conversation(conversation);
            default:
                throw new ArgumentException($"A gateway does not know {news.GetType().Name}.", nameof(news));
        }
    }
}
