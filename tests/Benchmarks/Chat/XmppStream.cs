using System.Net.Sockets;
using System.Text;

namespace OrleansLld.Chat;

/// <summary>A client's stream to an XMPP server (RFC 6120): signed in with SASL PLAIN, bound, present, and nothing more.</summary>
internal sealed class XmppStream : IAsyncDisposable
{
    private const string Host = "localhost";

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _over = new();
    private readonly StringBuilder _unread = new();
    private readonly byte[] _buffer = new byte[16 << 10];
    private Task _reading = Task.CompletedTask;

    private XmppStream()
    {
    }

    /// <param name="port">Where the server listens on 127.0.0.1.</param>
    /// <param name="user">Who.</param>
    /// <param name="password">The password.</param>
    /// <param name="take">Called with each message stanza, one after the other.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async Task<XmppStream> Open(
        int port, string user, string password, Action<XmppStream, string> take, CancellationToken cancellationToken)
    {
        var stream = new XmppStream();
        await stream._client.ConnectAsync("127.0.0.1", port, cancellationToken);
        await stream.Restart(cancellationToken);
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
        await stream.Send($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>", cancellationToken);
        await stream.Until("<success", cancellationToken);
        await stream.Restart(cancellationToken);
        await stream.Send(
            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>load</resource></bind></iq>",
            cancellationToken);
        await stream.Until("</iq>", cancellationToken);
        await stream.Send("<presence/>", cancellationToken);
        stream._reading = stream.Read(take);
        return stream;
    }

    public async ValueTask Send(string stanza, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(stanza), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        _client.Dispose();
        _writing.Dispose();
        _over.Dispose();
    }

    private async Task Restart(CancellationToken cancellationToken)
    {
        _unread.Clear();
        await Send(
            $"<?xml version='1.0'?><stream:stream to='{Host}' version='1.0' xmlns='jabber:client' "
            + "xmlns:stream='http://etherx.jabber.org/streams'>",
            cancellationToken);
        await Until("</stream:features>", cancellationToken);
    }

    private async Task Until(string end, CancellationToken cancellationToken)
    {
        while (!_unread.ToString().Contains(end, StringComparison.Ordinal))
            await More(cancellationToken);
        _unread.Clear();
    }

    private async Task More(CancellationToken cancellationToken)
    {
        var count = await _client.GetStream().ReadAsync(_buffer, cancellationToken);
        if (count == 0)
            throw new IOException($"The server ended the stream: {_unread}");
        _unread.Append(Encoding.UTF8.GetString(_buffer.AsSpan(0, count)));
    }

    private async Task Read(Action<XmppStream, string> take)
    {
        const string Begin = "<message";
        const string End = "</message>";
        try
        {
            while (true)
            {
                await More(_over.Token);
                var (text, from) = (_unread.ToString(), 0);
                while (text.IndexOf(Begin, from, StringComparison.Ordinal) is >= 0 and var begin
                    && text.IndexOf(End, begin, StringComparison.Ordinal) is >= 0 and var end)
                {
                    from = end + End.Length;
                    take(this, text[begin..from]);
                }

                _unread.Remove(0, from);
            }
        }
        catch (Exception failure) when (_over.IsCancellationRequested || failure is IOException)
        {
            // Over; what is missing then shows in the figures.
        }
    }
}
