using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OrleansLld.ObjectStore;

/// <summary>Requests as they are written, without a library between; signed by a bearer token.</summary>
public sealed class PlainRequests(S3User user) : IDisposable
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public void Dispose() => _http.Dispose();

    public Task<PlainAnswer> Put(string target, string body, params (string Name, string Value)[] headers) =>
        Send("PUT", target, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    public Task<PlainAnswer> SendText(string method, string target) => SendText(method, target, "");

    public Task<PlainAnswer> SendText(string method, string target, string body, params (string Name, string Value)[] headers) =>
        Send(method, target, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    public Task<PlainAnswer> Get(string target) => Send("GET", target, null);

    public async Task<PlainAnswer> Send(string method, string target, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(user.Address.GetLeftPart(UriPartial.Authority) + target, Verbatim));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", user.Token);
        return await Send(request, content, headers);
    }

    /// <summary>The same from nobody.</summary>
    public async Task<PlainAnswer> SendAnonymously(
        string method, string target, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(user.Address.GetLeftPart(UriPartial.Authority) + target, Verbatim));
        return await Send(request, content, headers);
    }

    /// <summary>Writes a request to a connection and returns all that comes back.</summary>
    public Task<string> SendRaw(string head, byte[] body) => SendRaw(head, body, _ => { });

    /// <summary>The same, and then there is nothing more to come, whatever the request says.</summary>
    public Task<string> SendCut(string head, byte[] body) =>
        SendRaw(head, body, connection => connection.Client.Shutdown(SocketShutdown.Send));

    private async Task<string> SendRaw(string head, byte[] body, Action<TcpClient> end)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(user.Address.Host, user.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = connection.GetStream();
        var text = $"{head}\r\nHost: {user.Address.Authority}\r\nAuthorization: Bearer {user.Token}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        await stream.WriteAsync(body, TestContext.Current.CancellationToken);
        end(connection);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // A server that gives a connection up need not say so politely.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    private async Task<PlainAnswer> Send(HttpRequestMessage request, HttpContent? content, (string Name, string Value)[] headers)
    {
        request.Content = content;
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new PlainAnswer(
            (int)response.StatusCode,
            body,
            response.Headers.Concat(response.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>What S3 answered.</summary>
public sealed record PlainAnswer(int Status, string Body, Dictionary<string, string> Headers)
{
    /// <summary>The code of an error; empty where it is none.</summary>
    public string Code
    {
        get
        {
            if (Status < 300 || Body.Length == 0)
                return "";
            // Keys may have characters that XML only has as references, if at all.
            using var xml = XmlReader.Create(new StringReader(Body), new XmlReaderSettings { CheckCharacters = false });
            return XElement.Load(xml).Element("Code")?.Value ?? "";
        }
    }

    public void ShouldBe(int status, string code) => (Status, Code).ShouldBe((status, code), Body);
}
