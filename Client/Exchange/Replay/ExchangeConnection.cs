using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OrleansLld.Exchange.Replay;

/// <summary>
/// One keep-alive connection to the gateway's REST edge. What fails on the way is sent again, with a new timestamp and the
/// same client order id, so that nothing happens twice.
/// </summary>
internal sealed class ExchangeConnection : IDisposable
{
    /// <summary>A server that has answered before is given time to start again; one that never did is probably not there.</summary>
    private static readonly TimeSpan PatienceAfterFirstAnswer = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PatienceBefore = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly StringBuilder _query = new(512);
    private bool _hasAnswered;
    private string _lastTrouble = "";

    public ExchangeConnection(Uri url, TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        })
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(30),
            DefaultRequestVersion = HttpVersion.Version11,
        };
    }

    /// <summary>How often something had to be sent again.</summary>
    public int Retries { get; private set; }

    /// <summary>Asks what anybody may see.</summary>
    public Task<ExchangeReply> Get(string pathAndQuery, CancellationToken cancellationToken) =>
        Send(() => new HttpRequestMessage(HttpMethod.Get, pathAndQuery), cancellationToken);

    /// <summary>Posts to the house's own addresses.</summary>
    public Task<ExchangeReply> Post<TBody>(string path, TBody body, string? bearer, CancellationToken cancellationToken) =>
        Send(
            () => new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(body),
                Headers = { Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer) },
            },
            cancellationToken);

    /// <summary>Sends a signed command of the Binance API.</summary>
    public Task<ExchangeReply> Signed(
        HttpMethod method, string path, ApiKey key, string query, CancellationToken cancellationToken) =>
        Send(
            () =>
            {
                _query.Clear().Append(query);
                key.Sign(_query, _time.GetUtcNow().ToUnixTimeMilliseconds());
                var request = new HttpRequestMessage(method, _query.Insert(0, '?').Insert(0, path).ToString());
                request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", key.Id);
                return request;
            },
            cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<ExchangeReply> Send(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var (reply, wait) = await Once(request, cancellationToken);
            if (reply is { } final)
            {
                _hasAnswered = true;
                return final;
            }

            if (_time.GetElapsedTime(started) > (_hasAnswered ? PatienceAfterFirstAnswer : PatienceBefore))
            {
                throw new HttpRequestException(
                    $"{_client.BaseAddress} does not answer as it should ({_lastTrouble}). Is the product running there? See --url.");
            }

            Retries++;
            await Task.Delay(wait > pause ? wait : pause, _time, cancellationToken);
        }
    }

    /// <summary>The answer, or how long to wait before sending it again.</summary>
    private async Task<(ExchangeReply? Reply, TimeSpan Wait)> Once(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        try
        {
            using var message = request();
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken);
            _lastTrouble = $"HTTP {(int)response.StatusCode}";
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
                return (null, TimeSpan.Zero);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or (HttpStatusCode)418)
                return (null, response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
            return (new ExchangeReply(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken)), default);
        }
        catch (HttpRequestException e)
        {
            _lastTrouble = e.Message;
            return (null, TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _lastTrouble = $"nothing for {_client.Timeout.TotalSeconds} s";
            return (null, TimeSpan.Zero);
        }
    }
}

/// <summary>An answer that came.</summary>
internal readonly record struct ExchangeReply(HttpStatusCode Status, byte[] Body)
{
    public bool IsDone => (int)Status is >= 200 and < 300;

    public JsonDocument Json() => JsonDocument.Parse(Body);

    /// <summary>The number of that name in the outermost object, or the first in an inner one; 0 when there is none.</summary>
    public long FirstNumber(ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(Body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read()
                && reader.TokenType == JsonTokenType.Number)
            {
                return reader.GetInt64();
            }
        }

        return 0;
    }

    /// <summary>Binance's code and sentence of a refusal, or the HTTP status.</summary>
    public (string Code, string Words) Refusal()
    {
        try
        {
            using var json = Json();
            var root = json.RootElement;
            if (root.TryGetProperty("code", out var code))
            {
                var hasWords = root.TryGetProperty("msg", out var words) || root.TryGetProperty("detail", out words);
                return (code.ToString(), hasWords ? words.ToString() : $"HTTP {(int)Status}");
            }
        }
        catch (JsonException)
        {
            // Not one of the exchange's answers: the status says what there is to say.
        }

        return ($"http-{(int)Status}", $"HTTP {(int)Status}");
    }
}
