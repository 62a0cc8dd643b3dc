using OrleansLld.Accounts;

namespace OrleansLld.Chat;

public sealed class ChatStreamTests
{
    [Fact]
    public async Task What_is_sent_to_a_gateway_comes_there_and_nowhere_else()
    {
        await using var chat = await ChatCluster.Start();
        var one = await chat.Listen();
        var other = await chat.Listen();
        var account = new AccountId(7);
        var conversation = ConversationId.Between(account, new AccountId(8));

        await chat.Send(one.Id, new Delivery([account], new TypingNews(conversation, account)));
        await chat.Send(other.Id, new Delivery([account], new ConversationNews(conversation)));

        (await one.Next<TypingNews>()).Account.ShouldBe(account);
        (await other.Next<ConversationNews>()).Conversation.ShouldBe(conversation);
        one.Deliveries.ShouldHaveSingleItem();
        other.Deliveries.ShouldHaveSingleItem();
    }
}
