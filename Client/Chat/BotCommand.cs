using OrleansLld.Chat.Live;

namespace OrleansLld.Chat;

/// <summary>
/// <c>chat bot</c>: an account that answers. How far it has read is its only memory, and the server keeps it: what was said while it was
/// away it answers when it is back. Answers have client ids made of what they answer, so one that is sent twice is there once.
/// </summary>
internal static class BotCommand
{
    public static TaughtCommand Create(SharedArguments options)
    {
        var command = new TaughtCommand(
            "bot",
            "Answers ping, help and roll 2d6 in the name of an account, and greets whoever adds it; the sample of docs/chat-hub.md",
            "Client sign-up --handle dice && Client chat bot --handle dice",
            "Client chat bot --handle dice --url http://127.0.0.1:8081 --url http://127.0.0.1:8082");
        command.Live(options, (conversation, _) => conversation.Read, (terminal, _) => async (session, conversation, entry, token) =>
        {
            if (BotAnswers.To(entry, session.Account) is { } answer)
            {
                await session.Say(conversation, $"re-{entry.Sequence}", answer, token);
                terminal.Write(
                    new { conversation, sequence = entry.Sequence, answer },
                    (console, it) => WriteLine(console, $"{it.conversation} #{it.sequence}: {it.answer}"));
            }

            await session.Acknowledge(conversation, entry.Sequence, token);
        });
        return command;
    }

    private static void WriteLine(Spectre.Console.IAnsiConsole console, string text) =>
        console.Write(new Spectre.Console.Text(text + Environment.NewLine));
}
