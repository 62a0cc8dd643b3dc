using System.CommandLine;

namespace OrleansLld.Chat;

/// <summary><c>chat …</c></summary>
internal static class ChatCommands
{
    public static Command Create(SharedArguments options) =>
        new TaughtCommand(
            "chat",
            "Write to people and groups, read what they write, and run a bot",
            "Client chat send bob 'Hello from the console'",
            "Client chat list",
            "Client chat history bob --limit 20",
            "Client chat watch --handle ada",
            "Client chat group create 'Tech Talk' bob cyd")
        {
            ListCommand.Create(options),
            SendCommand.Create(options),
            HistoryCommand.Create(options),
            WatchCommand.Create(options),
            GroupCommands.Create(options),
            DevicesCommand.Create(options),
            BotCommand.Create(options),
        };

    public static Argument<string> Target() =>
        new("to") { Description = "A handle, or a conversation such as d.7.12 or g.… as the list shows it" };
}
