using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.Exchange.Http;

/// <summary>
/// One connection's orders as ready requests: two that rest away from the market, one that rests at it, one that takes, and two
/// cancels of what rests; then again. Written into one buffer without allocating.
/// </summary>
internal sealed class OrderScript(Trader trader, int connection, TimeProvider time)
{
    private const int CycleLength = 6;

    private readonly byte[] _buffer = new byte[1_024];
    private readonly byte[] _tail =
        [.. " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: "u8, .. trader.ApiKey, .. "\r\nContent-Length: 0\r\n\r\n"u8];

    private readonly byte[] _idPrefix = Encoding.ASCII.GetBytes($"c{connection}-");
    private long _number;
    private int _length;

    /// <summary>The next request; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        var step = (int)(_number % CycleLength);
        var cycle = _number - step;
        _length = 0;
        Add(step < 4 ? "POST /api/v3/order?"u8 : "DELETE /api/v3/order?"u8);
        var query = _length;
        Add("symbol=BTCUSDT&newClientOrderId="u8);
        AddId(_number);
        if (step < 4)
        {
            Add(step switch
            {
                0 => "&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=50000.00"u8,
                1 => "&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price=70000.00"u8,
                2 => "&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=60000.00"u8,
                _ => "&side=SELL&type=LIMIT&timeInForce=IOC&quantity=0.01&price=60000.00"u8,
            });
            Add("&newOrderRespType=ACK&selfTradePreventionMode=NONE"u8);
        }
        else
        {
            Add("&origClientOrderId="u8);
            AddId(cycle + step - 4);
        }

        Add("&recvWindow=60000&timestamp="u8);
        AddNumber(time.GetUtcNow().ToUnixTimeMilliseconds());
        Sign(query);
        Add(_tail);
        _number++;
        return _buffer.AsMemory(0, _length);
    }

    private void Sign(int query)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(trader.Secret, _buffer.AsSpan(query, _length - query), signature);
        Add("&signature="u8);
        Convert.TryToHexStringLower(signature, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    private void AddId(long number)
    {
        Add(_idPrefix);
        AddNumber(number);
    }

    private void AddNumber(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }
}
