using System.Globalization;

namespace OrleansLld.Chat;

/// <summary>Two users of an XMPP server. The one who gets a message answers with a delivery receipt (XEP-0184).</summary>
internal sealed class XmppPair : IMessagePair
{
    private readonly XmppStream _writer;
    private readonly XmppStream _reader;
    private readonly int _number;

    private XmppPair(XmppStream writer, XmppStream reader, int number, PairTimes times) =>
        (_writer, _reader, _number, Times) = (writer, reader, number, times);

    public PairTimes Times { get; }

    public static string WriterOf(int pair) => string.Create(CultureInfo.InvariantCulture, $"writer{pair}");

    public static string ReaderOf(int pair) => string.Create(CultureInfo.InvariantCulture, $"reader{pair}");

    /// <param name="port">Where the server listens.</param>
    /// <param name="number">Which pair it is.</param>
    /// <param name="password">The password of both.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async Task<XmppPair> Open(int port, int number, string password, CancellationToken cancellationToken)
    {
        var times = new PairTimes();
        var writer = await XmppStream.Open(port, WriterOf(number), password, (_, stanza) => TakeReceipt(stanza, times), cancellationToken);
        var reader = await XmppStream.Open(
            port, ReaderOf(number), password, (stream, stanza) => TakeMessage(stream, stanza, number, times), cancellationToken);
        return new XmppPair(writer, reader, number, times);
    }

    public ValueTask Send(int number, CancellationToken cancellationToken) => _writer.Send(
        $"<message to='{ReaderOf(_number)}@localhost' type='chat' id='{number}'><body>{MessageLoad.Text}</body>"
        + "<request xmlns='urn:xmpp:receipts'/></message>",
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _reader.DisposeAsync();
    }

    private static void TakeMessage(XmppStream stream, string stanza, int pair, PairTimes times)
    {
        if (!stanza.Contains("<body>", StringComparison.Ordinal))
            return;
        var number = IdOf(stanza[..stanza.IndexOf('>')]);
        times.Received(number);
        _ = stream.Send(
            $"<message to='{WriterOf(pair)}@localhost' type='chat' id='r{number}'>"
            + $"<received xmlns='urn:xmpp:receipts' id='{number}'/></message>",
            CancellationToken.None).AsTask();
    }

    private static void TakeReceipt(string stanza, PairTimes times)
    {
        if (stanza.IndexOf("<received", StringComparison.Ordinal) is >= 0 and var received)
            times.Receipted(IdOf(stanza[received..]));
    }

    /// <summary>The number in the first attribute of that name.</summary>
    private static int IdOf(string element)
    {
        var begin = element.IndexOf(" id=", StringComparison.Ordinal) + " id='".Length;
        var end = element.IndexOfAny(['\'', '"'], begin);
        return int.Parse(element.AsSpan(begin, end - begin), CultureInfo.InvariantCulture);
    }
}
