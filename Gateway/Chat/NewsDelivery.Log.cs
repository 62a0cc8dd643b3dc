namespace OrleansLld.Chat;

internal sealed partial class NewsDelivery
{
    [LoggerMessage(LogLevel.Warning, "Whether members still are in conversation {Conversation} was not answered: {Reason}")]
    private static partial void LogNotRechecked(ILogger logger, ConversationId conversation, string reason);
}
