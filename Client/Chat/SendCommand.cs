using System.CommandLine;
using System.Globalization;
using OrleansLld.Accounts;
using Spectre.Console;

namespace OrleansLld.Chat;

/// <summary><c>chat send</c>: says something.</summary>
internal static class SendCommand
{
    private static readonly ConversationSettings Plain = new("", "", JoinerHistory.Everything, false, false);

    public static TaughtCommand Create(SharedArguments options)
    {
        var to = ChatCommands.Target();
        var text = new Argument<string>("text") { Description = "The words, 1 to 4,096 characters" };
        var reply = new Option<long>("--reply-to") { Description = "The message that this answers, by its number" };
        var clientId = new Option<string?>("--client-id")
        {
            Description = "The message's id made by you: the same sent again is one message",
        };
        var command = new TaughtCommand(
            "send",
            "Sends a message; to a handle it begins the conversation if there is none. It is stored when the command ends",
            "Client chat send bob 'Hello from the console'",
            "Client chat send g.0123456789abcdef0123456789abcdef 'Hello Everyone!' --reply-to 17",
            "Client chat send bob 'once only' --client-id order-4711 --json")
        {
            to, text, reply, clientId,
        };
        command.AsAccount(options, (run, account, token) => Send(
            run,
            account,
            run.Arguments.GetRequiredValue(to),
            run.Arguments.GetValue(clientId) ?? Guid.NewGuid().ToString("N"),
            new TextBody(run.Arguments.GetRequiredValue(text), run.Arguments.GetValue(reply), false),
            token));
        return command;
    }

    private static async Task<Failure?> Send(
        CommandRun run, AccountId account, string to, string clientId, TextBody body, CancellationToken cancellationToken)
    {
        var people = new Participants(run.Cluster.Grains);
        var (id, failure) = await people.Conversation(account, to, cancellationToken);
        if (failure is not null)
            return failure;
        var conversation = run.Cluster.Grains.GetGrain<IConversationGrain>(id.ToString());
        if (id.Kind == ConversationKind.Direct && await Begin(people, conversation, id, account, cancellationToken) is { } notBegun)
            return notBegun;
        var command = new SendEntry(account, await ConsoleDevice.Of(account, cancellationToken), clientId, body);
        var reply = await conversation.Send(command, cancellationToken);
        if (reply.Refusal != ChatRefusal.None)
            return ChatWords.Refused(reply.Refusal, reply.RetryAfter);
        run.Terminal.Write(
            new
            {
                conversation = id.ToString(),
                sequence = reply.Sequence,
                id = reply.Id.ToString(CultureInfo.InvariantCulture),
                at = reply.At,
                clientId,
            },
            (console, it) => console.WriteLine($"Sent as #{it.sequence} of {it.conversation}."));
        return null;
    }

    private static async Task<Failure?> Begin(
        Participants people, IConversationGrain conversation, ConversationId id, AccountId account, CancellationToken cancellationToken)
    {
        var (one, other) = id.Pair();
        if (one != account && other != account)
            return ChatWords.Refused(ChatRefusal.NotMember);
        var peer = await people.NameOf(one == account ? other : one, cancellationToken);
        var begin = new BeginConversation(await people.NameOf(account, cancellationToken), [peer], Plain);
        var reply = await conversation.Begin(begin, cancellationToken);
        return reply.Refusal == ChatRefusal.None ? null : ChatWords.Refused(reply.Refusal);
    }
}
