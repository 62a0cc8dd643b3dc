using System.Globalization;
using System.Text.Json;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// A device at our hub that has a channel open. Its echo is a call that the gateway answers alone (<c>Close</c> of what is not open); what
/// it says is a message to the channel, synced to disk before it goes out.
/// </summary>
internal sealed class ChannelLine : IEchoLine
{
    private const long FirstAccount = 2_000_000;

    private readonly HubLine _line;
    private readonly string _channel;
    private readonly string _other = $"c.{Guid.NewGuid():N}";
    private int _said;

    private ChannelLine(HubLine line, string channel) => (_line, _channel) = (line, channel);

    /// <summary>Connects that many, of whom the first owns the channel.</summary>
    /// <param name="servers">Where.</param>
    /// <param name="count">How many.</param>
    /// <param name="said">Called with the number of a line for everything that is said on it.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async Task<ChannelLine[]> Open(ChatServers servers, int count, Action<int> said, CancellationToken cancellationToken)
    {
        var people = Enumerable.Range(0, count).Select(number =>
        {
            var account = new AccountId(FirstAccount + number);
            var handle = string.Create(CultureInfo.InvariantCulture, $"listener-{number}");
            return new Person(account, handle, servers.TokenOf(account, handle));
        }).ToList();
        var lines = await servers.Connect(
            people, _ => 0, number => (method, news) => Take(method, news, () => said(number)), cancellationToken);
        var (channel, token) = ($"c.{Guid.NewGuid():N}", $"{Guid.NewGuid():N}");
        await lines[0].Call("Begin", new NewConversation(channel, [], new SettingsView("News", "", "everything", true, false)));
        await lines[0].Call("Change", new ConversationChange(channel, "link", Token: token));
        foreach (var line in lines.Skip(1))
            await line.Call("Change", new ConversationChange(channel, "join", Token: token));
        foreach (var line in lines)
            await line.Call("Open", channel);
        return [.. lines.Select(line => new ChannelLine(line, channel))];
    }

    public Task Echo() => _line.Call("Close", _other);

    public Task Say() => _line.Tell(
        "Send",
        new OutgoingEntry(_channel, (++_said).ToString(CultureInfo.InvariantCulture), "text", MessageLoad.Text)).AsTask();

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private static void Take(string method, JsonElement arguments, Action said)
    {
        if (method == "Entries")
            foreach (var entry in arguments[0].GetProperty("entries"u8).EnumerateArray())
                if (entry.GetProperty("kind"u8).ValueEquals("text"u8))
                    said();
    }
}
