using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Amazon.S3.Model;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>Where S3 answers, how a request names bucket and key, and what is in every answer.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class AddressTests(ObjectStoreProduct store)
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/api/accounts/me")]
    [InlineData("/metrics")]
    [InlineData("/index.html")]
    public async Task Nothing_but_S3_answers_on_its_port(string path)
    {
        using var plain = new PlainRequests(await store.NewUser());
        var answer = await plain.SendAnonymously("GET", path);
        (answer.Headers["Content-Type"], answer.Code).ShouldBe(("application/xml", "NoSuchBucket"), answer.Body);
    }

    [Fact]
    public async Task S3_answers_on_no_other_port()
    {
        var user = await store.NewUser();
        var name = await user.NewBucket();
        var answer = await new Visitor(store.Product.Http).Get($"/{name}?location");
        answer.Body.ShouldNotContain("LocationConstraint");
    }

    [Fact]
    public async Task Every_answer_has_numbers_that_its_error_repeats()
    {
        using var plain = new PlainRequests(await store.NewUser());
        var (one, other) = (await plain.SendAnonymously("GET", "/"), await plain.SendAnonymously("GET", "/no-such-bucket/key"));
        var error = XElement.Parse(other.Body);
        error.Element("RequestId")!.Value.ShouldBe(other.Headers["x-amz-request-id"]);
        error.Element("HostId")!.Value.ShouldBe(other.Headers["x-amz-id-2"]);
        error.Element("Resource")!.Value.ShouldBe("/no-such-bucket/key");
        one.Headers["x-amz-request-id"].ShouldNotBe(other.Headers["x-amz-request-id"]);
    }

    [Fact]
    public async Task A_bucket_may_stand_in_the_host()
    {
        var user = await store.NewUser();
        var name = await user.NewBucket();
        using var client = user.NewClient(config =>
        {
            config.ServiceURL = $"http://s3.localhost:{store.Address.Port}";
            config.ForcePathStyle = false;
            config.HttpClientFactory = new ToLoopback();
        });

        await client.PutObjectAsync(new PutObjectRequest { BucketName = name, Key = "a/b c", ContentBody = "text" }, Ended);
        (await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = name }, Ended)).S3Objects
            .ShouldHaveSingleItem().Key.ShouldBe("a/b c");
        using var path = user.NewClient();
        using var got = await path.GetObjectAsync(name, "a/b c", Ended);
        using var reader = new StreamReader(got.ResponseStream);
        (await reader.ReadToEndAsync(Ended)).ShouldBe("text");
    }

    [Theory]
    [InlineData("GET //key HTTP/1.1", 400)]
    [InlineData("GET /bucket/%zz HTTP/1.1", 400)]
    [InlineData("GET /bucket/%ff HTTP/1.1", 400)]
    [InlineData("GET /bucket/a%00b HTTP/1.1", 400)]
    [InlineData("GET /bucket/k?a=%ff HTTP/1.1", 400)]
    [InlineData("GET /bucket/\u00fc HTTP/1.1", 400)]
    [InlineData("GET bucket HTTP/1.1", 405)]
    [InlineData("TRACE /bucket HTTP/1.1", 405)]
    [InlineData("BREW /bucket/key HTTP/1.1", 405)]
    [InlineData("POST / HTTP/1.1", 405)]
    public async Task A_request_line_that_cannot_be_meant_is_refused(string line, int status)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(store.Address.Host, store.Address.Port, Ended);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\nHost: {store.Address.Authority}\r\nConnection: close\r\n\r\n"), Ended);
        using var reader = new StreamReader(stream);
        (await reader.ReadToEndAsync(Ended)).ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Fact]
    public async Task More_headers_than_S3_takes_are_refused()
    {
        using var plain = new PlainRequests(await store.NewUser());
        var answer = await plain.SendText("GET", "/", "", ("x-amz-meta-long", new string('a', 9000)));
        answer.ShouldBe(400, "RequestHeaderSectionTooLarge");
    }

    /// <summary>Names below localhost need not be known to the machine.</summary>
    private sealed class ToLoopback : Amazon.Runtime.HttpClientFactory
    {
        public override HttpClient CreateHttpClient(Amazon.Runtime.IClientConfig clientConfig) => new(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }
}
