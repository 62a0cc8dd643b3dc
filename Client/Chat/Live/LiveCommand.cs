using System.CommandLine;

namespace OrleansLld.Chat.Live;

/// <summary>What the commands that stay connected have in common.</summary>
internal static class LiveCommand
{
    /// <summary>Runs a session until it is stopped.</summary>
    public static void Live(
        this Command command,
        SharedArguments options,
        Func<LiveConversation, bool, long> begin,
        Func<Terminal, Uri, Func<LiveSession, string, LiveEntry, CancellationToken, Task>> behaviour)
    {
        var urls = LiveAccount.Urls();
        command.Add(urls);
        command.Alone(options, async (arguments, terminal, token) =>
        {
            var addresses = new List<Uri>();
            foreach (var text in arguments.GetValue(urls)!)
            {
                if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                    return Failure.Usage("--url is an address such as http://127.0.0.1:8080.");
                addresses.Add(url);
            }

            var (account, failure) = await LiveAccount.Of(arguments, options, terminal, token);
            if (account is null)
                return failure;
            var take = behaviour(terminal, addresses[0]);
            var session = new LiveSession(
                account, [.. addresses], begin, (it, conversation, entry) => take(it, conversation, entry, token), terminal);
            return await session.Run(token);
        });
    }
}
