using OrleansLld.Chat.Live;

namespace OrleansLld.Chat;

/// <summary><c>chat watch</c>: what is said from now on.</summary>
internal static class WatchCommand
{
    public static TaughtCommand Create(SharedArguments options)
    {
        var command = new TaughtCommand(
            "watch",
            "Shows what is said to you from now on, until Ctrl+C; with --json a line each. It goes over the hub, so it takes the password",
            "Client chat watch --handle ada",
            "ORLEANSLLD_PASSWORD='correct horse' Client chat watch --handle ada --json | jq -r .text");
        command.Live(
            options,
            // Of a conversation that begins while we watch everything is new.
            (conversation, isFirst) => isFirst ? conversation.Head : 0,
            (terminal, _) =>
            {
                var handles = new Dictionary<string, string>();
                return (_, conversation, entry, _) =>
                {
                    foreach (var member in entry.Members ?? [])
                        handles[member.Account] = member.Handle;
                    var line = LineOf(conversation, entry, handles.GetValueOrDefault(entry.Author, entry.Author));
                    terminal.Write(line, (console, it) => it.Show(console));
                    return Task.CompletedTask;
                };
            });
        return command;
    }

    private static EntryLine LineOf(string conversation, LiveEntry entry, string author) => new(
        conversation, entry.Sequence, entry.Id, DateTimeOffset.FromUnixTimeMilliseconds(entry.At), author, entry.Kind, WordsOf(entry));

    private static string WordsOf(LiveEntry entry) => entry.Kind switch
    {
        "text" => entry.Text ?? "",
        "media" => $"[{entry.Media?.Name}, {entry.Media?.Type}] {entry.Text}".TrimEnd(),
        "sealed" => "[encrypted]",
        "commit" => "[the keys changed]",
        "edited" => $"[changed #{entry.Target} to] {entry.Text}",
        "deleted" => $"[#{entry.Target} was taken back]",
        "reacted" => $"{entry.Emoji} [to #{entry.Target}]",
        "membership" => $"[{entry.Change}: {string.Join(", ", (entry.Members ?? []).Select(member => member.Handle))}]",
        _ => $"[{entry.Kind}]",
    };
}
