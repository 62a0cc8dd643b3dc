using System.CommandLine;

namespace OrleansLld.Chat;

/// <summary><c>chat history</c>: what was said.</summary>
internal static class HistoryCommand
{
    private const int LimitMax = 200;

    public static TaughtCommand Create(SharedArguments options)
    {
        var to = ChatCommands.Target();
        var before = new Option<long>("--before") { Description = "Only what stands before this number; without it the newest" };
        var limit = new Option<int>("--limit") { Description = $"How many entries, 1 to {LimitMax}", DefaultValueFactory = _ => 50 };
        var command = new TaughtCommand(
            "history",
            "Shows what was said, oldest first; --before the lowest number shown goes further back",
            "Client chat history bob",
            "Client chat history bob --before 101 --limit 100",
            "Client chat history g.0123456789abcdef0123456789abcdef --json | jq -r '.entries[].text'")
        {
            to, before, limit,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var (count, from) = (run.Arguments.GetValue(limit), run.Arguments.GetValue(before));
            if (count is < 1 or > LimitMax || from < 0)
                return Failure.Usage($"--limit is from 1 to {LimitMax}, --before not negative.");
            var people = new Participants(run.Cluster.Grains);
            var (id, failure) = await people.Conversation(account, run.Arguments.GetRequiredValue(to), token);
            if (failure is not null)
                return failure;
            var range = new EntryRange(from == 0 ? long.MaxValue : from, IsBackward: true, count);
            var page = await run.Cluster.Grains.GetGrain<IConversationGrain>(id.ToString()).Entries(account, range, token);
            if (page.Refusal != ChatRefusal.None)
                return ChatWords.Refused(page.Refusal);
            var entries = new List<EntryLine>();
            foreach (var entry in page.Entries.Reverse())
                entries.Add(await EntryLine.Of(id, entry, people, token));
            run.Terminal.Write(
                new { conversation = id.ToString(), first = page.First, head = page.Head, entries },
                (console, it) => it.entries.ForEach(entry => entry.Show(console)));
            return null;
        });
        return command;
    }
}
