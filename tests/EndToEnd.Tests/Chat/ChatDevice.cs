using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// A device as its client should be written (see <see cref="IChatClient"/>): it shows the entries of each conversation in order and once,
/// asks for what is missing, goes to the next gateway when its own is gone, and sends again what was not answered.
/// </summary>
public sealed class ChatDevice(Visitor owner, params RunningProduct[] gateways) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<string, Shown> _shown = new();
    private readonly SemaphoreSlim _catching = new(1);
    private readonly Lock _lock = new();
    private readonly List<object> _heard = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<HubConnection> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _living = Task.CompletedTask;
    private string _cursor = "";
    private int _clientIds;

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public Visitor Owner => owner;

    public string Account { get; private set; } = "";

    /// <summary>How often it said hello.</summary>
    public int Connections { get; private set; }

    /// <summary>Completes when the server has closed it for good.</summary>
    public Task Closed => _closed.Task.WaitAsync(PatienceMax);

    /// <summary>Whether it acknowledges what it shows as delivered.</summary>
    public bool Acknowledges { get; init; } = true;

    public static async Task<ChatDevice> Connect(Visitor owner, params RunningProduct[] gateways)
    {
        var device = new ChatDevice(owner, gateways);
        await device.Start();
        return device;
    }

    public Task Start()
    {
        _living = Live();
        return Ready();
    }

    /// <summary>What it shows of a conversation, in the order in which it was shown.</summary>
    public IReadOnlyList<EntryView> ShownOf(string conversation)
    {
        var shown = _shown.GetOrAdd(conversation, _ => new Shown());
        lock (shown)
            return [.. shown.Entries];
    }

    /// <summary>The first push of a kind that is as asked; waits for it.</summary>
    public async Task<T> Hears<T>(Func<T, bool>? asked = null)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_heard.OfType<T>().FirstOrDefault(one => asked?.Invoke(one) ?? true) is { } heard)
                    return heard;
                news = _news.Task;
            }

            await news.WaitAsync(patience.Token);
        }
    }

    /// <summary>All pushes of a kind so far.</summary>
    public IReadOnlyList<T> Heard<T>()
    {
        lock (_lock)
            return [.. _heard.OfType<T>()];
    }

    /// <summary>Waits until it shows an entry that is as asked.</summary>
    public async Task<EntryView> Shows(string conversation, Func<EntryView, bool> asked)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            Task news;
            lock (_lock)
                news = _news.Task;
            if (ShownOf(conversation).FirstOrDefault(asked) is { } shown)
                return shown;
            await news.WaitAsync(patience.Token);
        }
    }

    /// <summary>Sends until it is answered, with one client id.</summary>
    public Task<SentEntry> Say(string conversation, string text) =>
        Send(new OutgoingEntry(conversation, $"{Id}-{Interlocked.Increment(ref _clientIds)}", "text", text));

    public async Task<SentEntry> Send(OutgoingEntry entry)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            try
            {
                return await (await Ready()).InvokeAsync<SentEntry>("Send", entry, patience.Token);
            }
            catch (Exception failure) when (!patience.IsCancellationRequested && IsPassing(failure))
            {
                await Task.Delay(Pause, patience.Token);
            }
        }
    }

    /// <summary>Calls a method of the hub once.</summary>
    public async Task<T> Call<T>(string method, params object?[] arguments) =>
        await (await Ready()).InvokeCoreAsync<T>(method, arguments, _over.Token);

    public async Task Call(string method, params object?[] arguments) =>
        await (await Ready()).InvokeCoreAsync(method, arguments, _over.Token);

    /// <summary>Calls a method once; null when the connection or the cluster did not hold.</summary>
    public async Task<T?> Asks<T>(string method, params object?[] arguments)
        where T : class
    {
        try
        {
            return await Call<T>(method, arguments);
        }
        catch (Exception failure) when (IsPassing(failure) && !_over.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Calls a method without an answer once.</summary>
    /// <returns>Whether it was done for sure.</returns>
    public async Task<bool> Tries(string method, params object?[] arguments)
    {
        try
        {
            await Call(method, arguments);
            return true;
        }
        catch (Exception failure) when (IsPassing(failure) && !_over.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The code with which a method of the hub refuses.</summary>
    public Task<string> Refusal(string method, params object?[] arguments) => Refusal(() => Call<object?>(method, arguments));

    private static async Task<string> Refusal(Func<Task> call)
    {
        var refused = await Should.ThrowAsync<Microsoft.AspNetCore.SignalR.HubException>(call);
        const string Before = "HubException: ";
        var said = refused.Message[(refused.Message.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..];
        return said[..said.IndexOf(": ", StringComparison.Ordinal)];
    }

    /// <summary>Drops the connection without a word; it comes back by itself.</summary>
    public async Task Drop() => await (await Ready()).DisposeAsync();

    /// <summary>The code with which a device is refused that says hello at a gateway.</summary>
    public static async Task<string> HelloRefusal(Visitor owner, RunningProduct gateway, string id)
    {
        await using var device = new ChatDevice(owner, gateway);
        await using var connection = device.Build(gateway);
        await connection.StartAsync(device._over.Token);
        return await Refusal(() => connection.InvokeAsync<SyncView>("Hello", new DeviceHello(id, "a test", ""), device._over.Token));
    }

    /// <summary>Disconnects and stays away.</summary>
    public async Task Leave()
    {
        await _over.CancelAsync();
        await _living;
    }

    public async ValueTask DisposeAsync()
    {
        await Leave();
        _catching.Dispose();
    }

    private static bool IsPassing(Exception failure) => failure is not Microsoft.AspNetCore.SignalR.HubException
        || failure.Message.Contains("send the same command again", StringComparison.Ordinal)
        || failure.Message.Contains("too-fast", StringComparison.Ordinal);

    private async Task<HubConnection> Ready()
    {
        Task<HubConnection> ready;
        lock (_lock)
            ready = _ready.Task;
        return await ready.WaitAsync(PatienceMax, _over.Token);
    }

    private async Task Live()
    {
        for (var next = 0; !_over.IsCancellationRequested && !_closed.Task.IsCompleted; next++)
        {
            try
            {
                await using var connection = Build(gateways[next % gateways.Length]);
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                connection.Closed += _ => Task.FromResult(ended.TrySetResult());
                await connection.StartAsync(_over.Token);
                var hello = new DeviceHello(Id, "a test", _cursor);
                await Take(connection, await connection.InvokeAsync<SyncView>("Hello", hello, _over.Token));
                Connections++;
                lock (_lock)
                    _ready.TrySetResult(connection);
                await ended.Task.WaitAsync(_over.Token);
            }
            catch (Exception failure) when (failure is not ShouldAssertException)
            {
                await Task.WhenAny(Task.Delay(Pause, _over.Token));
            }

            lock (_lock)
                if (_ready.Task.IsCompleted)
                    _ready = new TaskCompletionSource<HubConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private HubConnection Build(RunningProduct gateway)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(gateway.Address, "/hubs/chat"), http => http.AccessTokenProvider = () => Task.FromResult(owner.Token))
            .AddMessagePackProtocol()
            .Build();
        connection.On<EntriesPush>("Entries", push =>
        {
            _ = Catch(connection, push.Conversation, push.Entries, push.Entries[^1].Sequence);
        });
        connection.On<WatermarkPush>("Watermarks", Hear);
        connection.On<ReceiptsPush>("Receipts", Hear);
        connection.On<TypingPush>("Typing", Hear);
        connection.On<PresenceView>("Presence", Hear);
        connection.On<int>("Keys", left => Hear(left));
        connection.On<string>("Conversation", conversation => { _ = Sync(connection); });
        connection.On("Resync", () => { _ = Sync(connection); });
        connection.On("Closed", () => _closed.TrySetResult());
        return connection;
    }

    /// <summary>Syncs until it shows all that there is in these conversations, and has acknowledged it.</summary>
    public async Task CatchUp(IReadOnlyDictionary<string, long> heads)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            try
            {
                var connection = await Ready();
                await Take(connection, await connection.InvokeAsync<SyncView>("Sync", _cursor, patience.Token));
                foreach (var (conversation, head) in heads)
                    await connection.InvokeAsync("Acknowledge", conversation, head, 0L, patience.Token);
                if (heads.All(head => ShownOf(head.Key).Count >= head.Value))
                    return;
            }
            catch (Exception failure) when (!patience.IsCancellationRequested && IsPassing(failure))
            {
                // Again, at the next gateway if need be.
            }

            await Task.Delay(Pause, patience.Token);
        }
    }

    private async Task Sync(HubConnection connection)
    {
        try
        {
            await Take(connection, await connection.InvokeAsync<SyncView>("Sync", _cursor, _over.Token));
        }
        catch (Exception failure) when (failure is not ShouldAssertException)
        {
            // The connection ended: the next one begins with a sync.
        }
    }

    private async Task Take(HubConnection connection, SyncView sync)
    {
        Account = sync.Account;
        var hasAll = true;
        foreach (var line in sync.Conversations)
            hasAll &= await Catch(connection, line.Id, [], line.Head, line.First);
        // A cursor is kept when all that came with it is.
        if (hasAll)
            _cursor = sync.Cursor;
        Hear(sync);
    }

    // One at a time, so that what is fetched and what is pushed do not mix.
    private async Task<bool> Catch(HubConnection connection, string conversation, EntryView[] pushed, long head, long first = 0)
    {
        await _catching.WaitAsync(_over.Token);
        var hasAll = false;
        try
        {
            var shown = _shown.GetOrAdd(conversation, _ => new Shown());
            if (shown.Last == 0 && first > 1)
                shown.Last = first - 1;
            shown.Show(pushed);
            while (shown.Last < head)
            {
                var page = await connection.InvokeAsync<EntriesView>("Entries", conversation, shown.Last, false, 100, _over.Token);
                if (shown.Last == 0 && page.First > 1)
                    shown.Last = page.First - 1;
                shown.Show(page.Entries);
                if (page.Entries.Length == 0)
                    break;
            }

            hasAll = shown.Last >= head;

            if (Acknowledges && shown.Last > 0)
                await connection.InvokeAsync("Acknowledge", conversation, shown.Last, 0L, _over.Token);
        }
        catch (Exception failure) when (failure is not ShouldAssertException)
        {
            // Whatever is missing is asked for after the next hello.
        }
        finally
        {
            _catching.Release();
        }

        Hear(conversation);
        return hasAll;
    }

    private void Hear<T>(T heard)
        where T : notnull
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            _heard.Add(heard);
            (news, _news) = (_news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        news.TrySetResult();
    }

    /// <summary>What is shown of a conversation.</summary>
    private sealed class Shown
    {
        public List<EntryView> Entries { get; } = [];

        public long Last { get; set; }

        public void Show(EntryView[] entries)
        {
            lock (this)
                foreach (var entry in entries.Where(entry => entry.Sequence == Last + 1))
                {
                    Entries.Add(entry);
                    Last++;
                }
        }
    }
}
