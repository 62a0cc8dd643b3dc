using System.IO.Compression;
using OrleansLld.Exchange.Replay;

namespace OrleansLld.Client;

public sealed class LobsterFileTests : IDisposable
{
    private const string TwoLines = "1,1,7,100,5850000,1\n2,4,7,40,5850000,1\n";

    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public async Task A_plain_file_is_read()
    {
        await File.WriteAllTextAsync(_path, TwoLines, TestContext.Current.CancellationToken);

        (await LobsterFile.Read(_path, TestContext.Current.CancellationToken)).Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_gzip_file_is_told_by_its_first_bytes_and_read()
    {
        await using (var gzip = new GZipStream(File.Create(_path), CompressionLevel.Fastest))
            await gzip.WriteAsync("1,1,7,100,5850000,1\n2,4,7,40,5850000,1"u8.ToArray(), TestContext.Current.CancellationToken);

        (await LobsterFile.Read(_path, TestContext.Current.CancellationToken)).Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_bad_line_is_named()
    {
        await File.WriteAllTextAsync(_path, $"{TwoLines}rubbish\n", TestContext.Current.CancellationToken);

        var (events, failure) = await LobsterFile.Read(_path, TestContext.Current.CancellationToken);

        events.ShouldBeEmpty();
        failure!.Exit.ShouldBe(ExitCode.Usage);
        failure.Words.ShouldContain("line 3");
    }

    [Fact]
    public async Task A_broken_gzip_file_is_refused()
    {
        await File.WriteAllBytesAsync(_path, [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], TestContext.Current.CancellationToken);

        (await LobsterFile.Read(_path, TestContext.Current.CancellationToken)).Failure!.Exit.ShouldBe(ExitCode.Usage);
    }

    public void Dispose() => File.Delete(_path);
}
