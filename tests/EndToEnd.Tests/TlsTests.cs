using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansLld;

public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanslld-tls-");
    private readonly X509Certificate2 _certificate = SelfMade();

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_certificate_in_PEM_makes_the_edge_speak_TLS() =>
        await ShouldSpeakTls(
            $"--Gateway:Http:Certificate:Path={Write("own.pem", _certificate.ExportCertificatePem())}",
            $"--Gateway:Http:Certificate:KeyPath={Write("own.key", _certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem())}");

    [Fact]
    public async Task A_PFX_file_opens_with_the_password_of_another_file()
    {
        var pfx = Path.Combine(_folder.FullName, "own.pfx");
        await File.WriteAllBytesAsync(
            pfx, _certificate.Export(X509ContentType.Pfx, "a password"), TestContext.Current.CancellationToken);

        await ShouldSpeakTls(
            $"--Gateway:Http:Certificate:Path={pfx}", $"--Gateway:Http:Certificate:PasswordFile={Write("password", "a password")}");
    }

    [Fact]
    public async Task S3_speaks_TLS_with_a_certificate_of_its_own()
    {
        await using var product = await RunningProduct.StartAsync(
            $"--ObjectStore:Certificate:Path={Write("s3.pem", _certificate.ExportCertificatePem())}",
            $"--ObjectStore:Certificate:KeyPath={Write("s3.key", _certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem())}");
        using var http = product.NewClient();

        var address = new UriBuilder(product.S3Address) { Scheme = Uri.UriSchemeHttps }.Uri;
        using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
        using var page = await http.GetAsync(
            new Uri("/api/objects/endpoint", UriKind.Relative), TestContext.Current.CancellationToken);

        (answer.StatusCode, answer.Version).ShouldBe((System.Net.HttpStatusCode.Forbidden, System.Net.HttpVersion.Version11));
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain($"\"url\":\"https://127.0.0.1:{product.S3Address.Port}\"");
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_is_named()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => RunningProduct.StartAsync($"--Gateway:Http:Certificate:Path={_folder.FullName}/none.pem"));

        refused.Message.ShouldContain("none.pem cannot be used");
    }

    private async Task ShouldSpeakTls(params string[] arguments)
    {
        await using var product = await RunningProduct.StartAsync(arguments);
        var seen = "";
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => (seen = certificate!.GetCertHashString()).Length > 0,
            },
        };
        using var http = new HttpClient(handler);

        using var answer = await http.GetAsync(
            new Uri(product.Address, "/health/ready"), TestContext.Current.CancellationToken);

        answer.EnsureSuccessStatusCode();
        seen.ShouldBe(_certificate.GetCertHashString());
        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static X509Certificate2 SelfMade()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
