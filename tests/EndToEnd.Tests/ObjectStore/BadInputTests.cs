using System.Collections.Concurrent;
using System.Globalization;

namespace OrleansLld.ObjectStore;

/// <summary>Whatever is sent, S3 says no with a code and stays as it is.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class BadInputTests(ObjectStoreProduct store, ITestOutputHelper output)
{
    private const int Requests = 12_000;
    private const int Senders = 8;
    private const string SeedVariable = "ORLEANSLLD_SEED";

    private static readonly string[] Views =
        ["?versions", "?uploads", "?versioning", "?acl", "?cors", "?tagging", "?policy", "?ownershipControls", "?publicAccessBlock"];

    [Fact]
    public async Task Twelve_thousand_bad_requests_are_refused_with_the_right_code_and_change_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"{SeedVariable}={seed}");
        var (user, other) = (await store.NewUser(), await store.NewUser());
        using var sender = new PlainRequests(user);
        using var owner = new PlainRequests(other);
        var (bucket, foreign) = (await user.NewBucket(), await other.NewBucket());
        await sender.SendText("PUT", $"/{bucket}/key", "content");
        await owner.SendText("PUT", $"/{foreign}/key", "content");
        var before = await State(sender, bucket) + await State(owner, foreign);

        var drawn = new BadRequests(seed, user, bucket, foreign);
        var wrong = new ConcurrentBag<string>();
        for (var sent = 0; sent < Requests; sent += 100)
            await Parallel.ForEachAsync(
                Enumerable.Range(0, 100).Select(_ => drawn.Next()).ToList(),
                new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = TestContext.Current.CancellationToken },
                async (request, _) => await Send(sender, request, wrong));

        wrong.ShouldBeEmpty($"{wrong.Count} of {Requests}; {SeedVariable}={seed}");
        (await State(sender, bucket) + await State(owner, foreign)).ShouldBe(before);
    }

    private static async Task Send(PlainRequests sender, BadRequest request, ConcurrentBag<string> wrong)
    {
        var content = new ByteArrayContent(request.Body);
        var answer = request.IsSignedIn
            ? await sender.Send(request.Method, request.Target, content, request.Headers)
            : await sender.SendAnonymously(request.Method, request.Target, content, request.Headers);
        // What the server cannot even parse has no code, nor has the answer to HEAD.
        var isTold = answer.Body.Length > 0 ? request.Codes.Contains(answer.Code) : request.Codes.Contains("") || request.Method == "HEAD";
        if (answer.Status is < 400 or >= 500 || !isTold)
            wrong.Add($"{request}: {answer.Status} {answer.Body}");
    }

    private static async Task<string> State(PlainRequests owner, string bucket)
    {
        var state = new List<string> { (await owner.SendText("GET", $"/{bucket}/key")).Body };
        foreach (var view in Views)
        {
            var answer = await owner.SendText("GET", $"/{bucket}{view}");
            state.Add(answer.Status == 200 ? answer.Body : answer.Code);
        }

        return string.Join('\n', state);
    }
}
