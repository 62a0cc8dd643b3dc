using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace OrleansLld.Exchange;

public sealed class SlowReaderTests
{
    private const char EndOfMessage = '\u001e';
    private const int Questions = 2_000;
    private const int LevelsInBook = 300;
    private const int OrdersWhileDeaf = 100;

    [Fact]
    public async Task Who_does_not_read_is_told_to_start_over_and_holds_nobody_up()
    {
        await using var exchange = new ExchangeProduct { Further = ["--Exchange:Api:UpdatesPerConnection=4"] };
        await exchange.InitializeAsync();
        var (market, large) = (exchange.TakeMarket(), exchange.TakeMarket());
        var trader = await exchange.NewTrader(large, "1000000");
        for (var level = 0; level < LevelsInBook; level++)
            await trader.Limit(large, "SELL", "1", $"{100 + level}.00");

        // So many answers that no buffer on the way holds them: the server cannot write to this connection any more.
        using var deaf = await Connect(exchange);
        await Ask(deaf, market, 1);
        var asking = Ask(deaf, large, Questions);
        await using var listening = await LiveBook.Connect(exchange);
        await listening.Watch(market);
        for (var i = 0; i < OrdersWhileDeaf; i++)
            await trader.Limit(market, "BUY", "1", $"{10 + i}.00");

        var (live, asked) = await listening.MeetRest(exchange, market);
        live.ShouldBe(asked);
        listening.Gaps.ShouldBe(0);
        await HearsOfResync(deaf, asking);
    }

    private static async Task<WebSocket> Connect(ExchangeProduct exchange)
    {
        var address = new UriBuilder(new Uri(exchange.Product.Address, "/hubs/exchange")) { Scheme = "ws" }.Uri;
        using var connector = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = OpenNarrow });
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, connector, TestContext.Current.CancellationToken);
        await Send(socket, """{"protocol":"json","version":1}""");
        return socket;
    }

    private static async ValueTask<Stream> OpenNarrow(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task Ask(WebSocket socket, TestMarket market, int times)
    {
        for (var i = 0; i < times; i++)
            await Send(socket, $$"""{"type":1,"invocationId":"{{i}}","target":"Watch","arguments":["{{market.Symbol}}"]}""");
    }

    private static async Task HearsOfResync(WebSocket socket, Task asking)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (buffer, heard) = (new byte[64 * 1024], new StringBuilder());
        while (!heard.ToString().Contains("\"target\":\"Resync\"", StringComparison.Ordinal))
        {
            heard.Remove(0, Math.Max(0, heard.Length - 100));
            var read = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            heard.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }

        while (!asking.IsCompleted)
            await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);

        await asking;
    }

    private static Task Send(WebSocket socket, string message) => socket.SendAsync(
        Encoding.UTF8.GetBytes(message + EndOfMessage),
        WebSocketMessageType.Text,
        endOfMessage: true,
        TestContext.Current.CancellationToken);
}
