using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace OrleansLld.Chat.Live;

/// <summary>
/// A device at the hub: it hands on every entry once and in order, whatever happens to the connection or the gateway. For each conversation
/// it knows the last sequence that it has; what comes next is handed on, what is not higher is known, and what is higher shows that
/// something is missing, which is then asked for.
/// </summary>
/// <param name="account">Whose.</param>
/// <param name="urls">Gateways: the next one is tried when one is gone.</param>
/// <param name="begin">Which sequence is the last that is not wanted of a conversation that the session has not seen before.</param>
/// <param name="take">What is done with each entry.</param>
/// <param name="terminal">Told when a connection is lost.</param>
internal sealed class LiveSession(
    LiveAccount account,
    Uri[] urls,
    Func<LiveConversation, bool, long> begin,
    Func<LiveSession, string, LiveEntry, Task> take,
    Terminal terminal)
{
    private const int PageMax = 100;
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long> _last = [];
    private HubConnection _hub = null!;
    private string _cursor = "";
    private bool _hasSynced;

    /// <summary>One's own number.</summary>
    public string Account { get; private set; } = "";

    /// <summary>Goes on until it is stopped, or the device or the account is shut out.</summary>
    public async Task<Failure?> Run(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var next = 0; ; next++)
        {
            try
            {
                if (account.Token.Length == 0 && await account.SignIn(urls[next % urls.Length], cancellationToken) is { } refused)
                    return refused;
                return await Connected(urls[next % urls.Length], () => pause = FirstPause, cancellationToken);
            }
            catch (HttpRequestException failure) when (failure.StatusCode == HttpStatusCode.Unauthorized)
            {
                if (await account.SignIn(urls[next % urls.Length], cancellationToken) is { } refused)
                    return refused;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && (_hasSynced || urls.Length > next + 1))
            {
                terminal.Warn($"The connection is lost ({failure.Message}); trying again.");
            }

            await Task.Delay(pause, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Sends a message. A message of the same client id is there already when it was sent before.</summary>
    public async Task Say(string conversation, string clientId, string text, CancellationToken cancellationToken)
    {
        try
        {
            await _hub.InvokeAsync("Send", new LiveMessage(conversation, clientId, "text", text), cancellationToken);
        }
        catch (HubException refusal) when (IsRefused(
            refusal, "not-allowed", "blocked", "not-member", "client-id-taken", "wrong-encryption"))
        {
            // There is nothing to be said here.
        }
    }

    /// <summary>Everything up to a sequence is delivered and read.</summary>
    public Task Acknowledge(string conversation, long sequence, CancellationToken cancellationToken) =>
        _hub.InvokeAsync("Acknowledge", conversation, sequence, sequence, cancellationToken);

    private async Task<Failure?> Connected(Uri url, Action whenSynced, CancellationToken cancellationToken)
    {
        // What is pushed waits here while something older is fetched; null asks for a sync.
        var news = Channel.CreateUnbounded<LivePush?>(new UnboundedChannelOptions { SingleReader = true });
        var isShutOut = false;
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(url, "hubs/chat"), http => http.AccessTokenProvider = () => Task.FromResult<string?>(account.Token))
            .Build();
        await using var connection = _hub;
        _hub.On<LivePush>("Entries", push => news.Writer.TryWrite(push));
        _hub.On<string>("Conversation", _ => news.Writer.TryWrite(null));
        _hub.On("Resync", () => news.Writer.TryWrite(null));
        _hub.On("Closed", () => isShutOut = true);
        _hub.Closed += failure =>
        {
            news.Writer.TryComplete(failure ?? new IOException("the server closed it"));
            return Task.CompletedTask;
        };
        await _hub.StartAsync(cancellationToken);
        var device = new LiveDevice((await ConsoleDevice.Of(account.Id, cancellationToken)).ToString(), ConsoleDevice.Name, _cursor);
        using var heartbeat = new Timer(_ => news.Writer.TryWrite(null), null, SyncEvery, SyncEvery);
        try
        {
            await Take(await _hub.InvokeAsync<LiveSync>("Hello", device, cancellationToken), cancellationToken);
            whenSynced();
            await foreach (var push in news.Reader.ReadAllAsync(cancellationToken))
                await Take(push, cancellationToken);
        }
        catch (HubException refusal) when (IsRefused(refusal, "no-such-device"))
        {
            ConsoleDevice.Forget(account.Id);
            return ChatWords.Refused(ChatRefusal.NoSuchDevice);
        }
        catch (Exception) when (isShutOut)
        {
            return ChatWords.Refused(ChatRefusal.NoSuchDevice);
        }

        return null;
    }

    private async Task Take(LivePush? push, CancellationToken cancellationToken)
    {
        if (push is null || !_last.TryGetValue(push.Conversation, out var last))
            await Take(await _hub.InvokeAsync<LiveSync>("Sync", _cursor, cancellationToken), cancellationToken);
        else if (push.Entries[0].Sequence > last + 1)
            await Fetch(push.Conversation, cancellationToken);
        if (push is not null && _last.ContainsKey(push.Conversation))
            await Take(push.Conversation, push.Entries);
    }

    private async Task Take(LiveSync sync, CancellationToken cancellationToken)
    {
        Account = sync.Account;
        foreach (var conversation in sync.Conversations)
        {
            _last.TryAdd(conversation.Id, Math.Max(begin(conversation, !_hasSynced), conversation.First - 1));
            if (conversation.Head > _last[conversation.Id])
                await Fetch(conversation.Id, cancellationToken);
        }

        // Only now: whoever is interrupted before has to hear of all of it again.
        (_cursor, _hasSynced) = (sync.Cursor, true);
    }

    private async Task Fetch(string conversation, CancellationToken cancellationToken)
    {
        LivePage page;
        do
        {
            page = await _hub.InvokeAsync<LivePage>("Entries", conversation, _last[conversation], false, PageMax, cancellationToken);
            _last[conversation] = Math.Max(_last[conversation], page.First - 1);
            await Take(conversation, page.Entries);
        }
        while (page.Entries.Length > 0 && _last[conversation] < page.Head);
    }

    private async Task Take(string conversation, LiveEntry[] entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Sequence != _last[conversation] + 1)
                continue;
            await take(this, conversation, entry);
            _last[conversation] = entry.Sequence;
        }
    }

    private static bool IsRefused(HubException refusal, params string[] codes) =>
        codes.Any(code => refusal.Message.Contains($"HubException: {code}:", StringComparison.Ordinal));
}
