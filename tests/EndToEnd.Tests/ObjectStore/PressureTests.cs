using System.Net.Sockets;
using System.Text;
using OrleansLld.Accounts;
using OrleansLld.Exchange.Faults;

namespace OrleansLld.ObjectStore;

/// <summary>Too much, too slow, and a store that does not answer: S3 says so, and what to do.</summary>
public sealed class PressureTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_too_often_is_told_to_slow_down()
    {
        await using var store = await Store("--ObjectStore:RequestsPerSecond=20");
        using var plain = new PlainRequests(await store.NewUser());

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => plain.Send("GET", "/", null)));

        var refused = answers.Where(answer => answer.Status != 200).ToList();
        refused.ShouldNotBeEmpty();
        foreach (var answer in refused)
        {
            answer.ShouldBe(503, "SlowDown");
            answer.Headers["Retry-After"].ShouldBe("1");
        }
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for()
    {
        await using var store = await Store();
        var user = await store.NewUser();
        using var plain = new PlainRequests(user);
        var bucket = await user.NewBucket();
        using var connection = new TcpClient();
        await connection.ConnectAsync(store.Address.Host, store.Address.Port, Ended);
        await using var stream = connection.GetStream();
        var head = $"PUT /{bucket}/slow HTTP/1.1\r\nHost: {store.Address.Authority}\r\nAuthorization: Bearer {user.Token}\r\n"
            + "Content-Length: 1000000\r\n\r\nx";

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Ended);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Ended);

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("<Code>RequestTimeout</Code>");
        (await plain.Send("HEAD", $"/{bucket}/slow", null)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_as_such_and_the_same_request_works_later()
    {
        using var faults = new SwitchFile();
        await using var store = await Store("--Storage:Faults:FailShare=1", $"--Storage:Faults:SwitchFile={faults.Path}");
        using var plain = new PlainRequests(await store.NewUser());
        var bucket = ObjectStoreProduct.NewBucketName();

        faults.On();
        var refused = await plain.Send("PUT", $"/{bucket}", null);
        faults.Off();

        refused.ShouldBe(503, "ServiceUnavailable");
        refused.Headers["Retry-After"].ShouldBe("1");
        refused.Body.ShouldNotContain("   at ");
        (await plain.Send("PUT", $"/{bucket}", null)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Figures_name_the_buckets_that_are_there_and_no_others()
    {
        await using var store = await Store("--Demo");
        var user = await store.NewUser();
        using var plain = new PlainRequests(user);
        var bucket = await user.NewBucket();
        await plain.Put($"/{bucket}/key", "twelve bytes");
        await plain.Get($"/{bucket}/key");
        await plain.Get("/no-such-bucket/key");

        var operators = new Visitor(store.Product.Http);
        var password = await File.ReadAllTextAsync(Path.Combine(store.Product.DataDirectory, "data", "demo-password"), Ended);
        await operators.SignIn("demo", password.Trim());
        var figures = (await operators.Get("/metrics")).Body;

        figures.ShouldContain("orleanslld_objectstore_requests");
        figures.ShouldContain($"bucket=\"{bucket}\"");
        figures.ShouldContain("operation=\"GetObject\"");
        figures.ShouldContain("code=\"NoSuchBucket\"");
        figures.ShouldNotContain("bucket=\"no-such-bucket\"");
    }

    private static async Task<ObjectStoreProduct> Store(params string[] arguments)
    {
        var store = new ObjectStoreProduct { Further = arguments };
        await store.InitializeAsync();
        return store;
    }
}
