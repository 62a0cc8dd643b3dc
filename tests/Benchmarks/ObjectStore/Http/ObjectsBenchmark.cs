using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansLld.ObjectStore.Http;

/// <summary><c>s3-objects</c>: small and large objects and listings, of the product beside Ceph's gateway, in the same run.</summary>
internal sealed class ObjectsBenchmark
{
    private const int SmallBytes = 4 << 10;
    private const int LargeBytes = 8 << 20;
    private const int SmallConnections = 64;
    private const int LargeConnections = 8;
    private const string Bucket = "/load";

    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _warmSeconds = new("--warm-seconds")
    {
        Description = "Seconds of small puts and gets before the first load, so that what is measured is compiled",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<int> _keys = new("--keys")
    {
        Description = "Small objects of the bucket that is listed",
        DefaultValueFactory = _ => 20_000,
    };

    private readonly Option<int> _streamMiB = new("--stream-mib")
    {
        Description = "MiB of each of 16 objects that are sent and fetched at once to see what memory the server takes; 0 for not at all",
        DefaultValueFactory = _ => 1_024,
    };

    private readonly Option<int> _port = new("--port") { Description = "The first of six free ports", DefaultValueFactory = _ => 18_560 };
    private readonly Option<bool> _alone = new("--alone") { Description = "Without the peer" };

    public static Command Command()
    {
        var it = new ObjectsBenchmark();
        var command = new Command("s3-objects", "Objects over HTTP against a silo of its own and Ceph's gateway, on the same machine")
        {
            it._seconds, it._warmSeconds, it._keys, it._streamMiB, it._port, it._alone,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        var (port, keys) = (arguments.GetValue(_port), arguments.GetValue(_keys));
        var warming = TimeSpan.FromSeconds(arguments.GetValue(_warmSeconds));
        Report.Begin("Objects over S3");
        List<Figure> ours;
        await using (var silo = await ProductProcess.Start(port, [$"--ObjectStore:Port={port + 3}"], cancellationToken))
        {
            var endpoint = await Own(silo, port + 3, cancellationToken);
            ours = await Measure(endpoint, keys, warming, duration, cancellationToken);
            if (arguments.GetValue(_streamMiB) is var mib and > 0)
                await S3Memory.Run(silo, endpoint, Bucket, mib, cancellationToken);
        }

        var theirs = new List<Figure>();
        if (!arguments.GetValue(_alone))
        {
            Report.Progress("Starting Ceph");
            var (peer, endpoint) = await RadosGateway.Start(port + 4, memoryGiB: 8, cancellationToken);
            await using (peer)
                theirs = await Measure(endpoint, keys, warming, duration, cancellationToken);
        }

        Console.WriteLine(
            $"Ours is synced to disk before each answer; Ceph's gateway keeps all in memory. {SmallConnections} connections for small "
            + $"objects, {LargeConnections} for large ones, one for listings of {Report.Count(keys)} keys; server and load generator share "
            + "the processor. Bodies are not hashed by the client (UNSIGNED-PAYLOAD).");
        Console.WriteLine();
        Report.Table(
            [
                "load", "ours a second", "ours MiB/s", "p50 ms", "p99 ms", "peer a second", "peer MiB/s", "p50 ms", "p99 ms",
                "ours against the peer",
            ],
            [.. ours.Select((figure, i) => Row(figure, theirs.ElementAtOrDefault(i)))]);
    }

    private static IReadOnlyList<string> Row(Figure ours, Figure? theirs) =>
        [ours.Load, .. Cells(ours.Result), .. theirs is null ? ["", "", "", ""] : Cells(theirs.Result),
            theirs is null ? "" : $"{Report.Decimal(ours.Result.PerSecond / theirs.Result.PerSecond)}×"];

    private static string[] Cells(S3LoadResult result) =>
    [
        Report.Count(result.PerSecond), Report.Count(result.MiBPerSecond),
        Report.Decimal(result.Times.Ms(0.5)), Report.Decimal(result.Times.Ms(0.99)),
    ];

    private static async Task<List<Figure>> Measure(
        S3Endpoint endpoint, int keys, TimeSpan warming, TimeSpan duration, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        using (var connection = await S3Connection.Open(endpoint.Address, cancellationToken))
        {
            if ((await connection.Send(endpoint.Sign("PUT", Bucket, "", 0), default, cancellationToken)).Status != 200)
                throw new InvalidOperationException($"{endpoint.Name}: {connection.LastAnswer}");
        }

        byte[] small = [.. Enumerable.Range(0, SmallBytes).Select(i => (byte)(i * 31))];
        byte[] large = [.. Enumerable.Range(0, LargeBytes).Select(i => (byte)(i * 31 >> 3))];
        var names = Enumerable.Range(0, keys).Select(i => $"{Bucket}/small/{i:D7}").ToList();
        var largeNames = Enumerable.Range(0, 32).Select(i => $"{Bucket}/large/{i:D3}").ToList();
        await Load("PUT 4 KiB, filling", "PUT", names, "", SmallConnections, small, TimeSpan.Zero);
        await Load("PUT 4 KiB, warming", "PUT", names, "", SmallConnections, small, warming);
        await Load("GET 4 KiB, warming", "GET", names, "", SmallConnections, default, warming / 2);
        await Load("PUT 4 KiB", "PUT", names, "", SmallConnections, small, duration);
        await Load("GET 4 KiB", "GET", names, "", SmallConnections, default, duration);
        await Load("PUT 8 MiB", "PUT", largeNames, "", LargeConnections, large, duration);
        await Load("GET 8 MiB", "GET", largeNames, "", LargeConnections, default, duration);
        await Load("list 1,000 keys", "GET", [Bucket], "list-type=2&max-keys=1000&prefix=small%2F", 1, default, duration);
        return figures.Skip(3).ToList();

        async Task Load(
            string load, string method, List<string> paths, string query, int connections, ReadOnlyMemory<byte> body, TimeSpan time)
        {
            Report.Progress($"{endpoint.Name}: {load}");
            var heads = paths.Select(path => endpoint.Sign(method, path, query, body.Length)).ToList();
            figures.Add(new Figure(load, await S3Load.Run(endpoint, connections, time, heads, body, cancellationToken)));
        }
    }

    private static async Task<S3Endpoint> Own(ProductProcess silo, int port, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = silo.Address };
        var account = new { handle = "load", password = "a password for the load" };
        using var registered = await client.PostAsJsonAsync("api/accounts", account, cancellationToken);
        using var signedIn = await client.PostAsJsonAsync("api/accounts/sign-in", account, cancellationToken);
        var token = (await signedIn.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var made = await client.PostAsJsonAsync("api/accounts/credentials", new { kind = "s3", label = "load" }, cancellationToken);
        var key = await made.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return new S3Endpoint(
            "Ours", new Uri($"http://127.0.0.1:{port}"), key.GetProperty("id").GetString()!, key.GetProperty("secret").GetString()!);
    }

    private sealed record Figure(string Load, S3LoadResult Result);
}
