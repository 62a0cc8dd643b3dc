using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.Azurite;

/// <summary>Azurite/start.sh as its users run it.</summary>
public sealed class AzuriteTests : IDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http = new();
    private readonly string _location = Directory.CreateTempSubdirectory("orleanslld-azurite-").FullName;

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_location, recursive: true);
    }

    [Fact]
    public async Task What_it_acknowledged_is_there_after_SIGTERM_and_a_new_start()
    {
        using var patience = new CancellationTokenSource(PatienceMax);

        (await CreateTableInANewProcess(patience.Token)).ShouldBe(HttpStatusCode.Created);
        (await CreateTableInANewProcess(patience.Token)).ShouldBe(HttpStatusCode.Conflict);
    }

    private async Task<HttpStatusCode> CreateTableInANewProcess(CancellationToken cancellationToken)
    {
        await using var azurite = await AzuriteServer.StartAsync(_location);
        using var request = CreateTable(Fields(azurite.ConnectionString));
        using var response = await _http.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }

    private static HttpRequestMessage CreateTable(Dictionary<string, string> connection)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var account = connection["AccountName"];
        var signature = HMACSHA256.HashData(
            Convert.FromBase64String(connection["AccountKey"]),
            Encoding.UTF8.GetBytes($"{date}\n/{account}/{account}/Tables"));
        var request = new HttpRequestMessage(HttpMethod.Post, $"{connection["TableEndpoint"]}/Tables")
        {
            Content = new StringContent("""{"TableName":"kept"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-ms-date", date);
        request.Headers.Add("x-ms-version", "2019-02-02");
        request.Headers.Accept.ParseAdd("application/json;odata=nometadata");
        request.Headers.Authorization = new AuthenticationHeaderValue("SharedKeyLite", $"{account}:{Convert.ToBase64String(signature)}");
        return request;
    }

    private static Dictionary<string, string> Fields(string connection) =>
        connection.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
}
