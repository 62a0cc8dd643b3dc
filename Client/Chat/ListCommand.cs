using System.Globalization;
using Spectre.Console;

namespace OrleansLld.Chat;

/// <summary><c>chat list</c>: the conversations of the account.</summary>
internal static class ListCommand
{
    public static TaughtCommand Create(SharedArguments options)
    {
        var command = new TaughtCommand(
            "list",
            "Shows your conversations, the newest first, with what is unread",
            "Client chat list",
            "Client chat list --json | jq '.conversations[] | select(.unread > 0).id'");
        command.AsAccount(options, async (run, account, token) =>
        {
            var device = new DeviceNotice(await ConsoleDevice.Of(account, token), ConsoleDevice.Name);
            var reply = await run.Cluster.Grains.GetGrain<IInboxGrain>(account.Value).Sync(device, "", token);
            if (reply.Refusal != ChatRefusal.None)
            {
                ConsoleDevice.Forget(account);
                return ChatWords.Refused(reply.Refusal);
            }

            var conversations = reply.Conversations.Select(ConversationRow.Of).ToList();
            run.Terminal.Write(new { conversations }, (console, it) => Show(console, it.conversations));
            return null;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, List<ConversationRow> rows)
    {
        if (rows.Count == 0)
        {
            console.WriteLine("No conversation yet.");
            console.WriteLine("Begin one: Client chat send bob 'Hello'");
            return;
        }

        var table = new FittedTable("With", ">Unread", "Last", "Conversation?", ">Members?", "When?");
        foreach (var row in rows)
        {
            var unread = new Cell(row.Unread.ToString(CultureInfo.InvariantCulture), row.Unread > 0 ? Color.Green : null);
            table.AddRow(
                row.Title, unread, row.Last, row.Id, row.Members.ToString("N0", CultureInfo.InvariantCulture),
                row.At?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–");
        }

        table.WriteTo(console);
    }
}

/// <summary>A conversation in the list.</summary>
internal sealed record ConversationRow(
    string Id, string Kind, string Title, long Members, string Role, long Head, int Unread, bool Encrypted, string Last, DateTimeOffset? At)
{
    private const int LastMax = 40;

    public static ConversationRow Of(InboxLine line)
    {
        var view = line.Conversation;
        return new ConversationRow(
            view.Id.ToString(),
            view.Id.Kind.ToString().ToLowerInvariant(),
            view.Peer?.Handle ?? view.Settings.Title,
            view.MemberCount,
            view.Role.ToString().ToLowerInvariant(),
            view.Head,
            view.Unread,
            view.Settings.IsEncrypted,
            view.Last is { } last ? Short($"{view.LastAuthor}: {EntryLine.Describe(last.Body).Text}") : "",
            view.Last?.At);
    }

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LastMax ? line : $"{line[..(LastMax - 1)]}…";
    }
}
