using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>A running product with its S3 port, shared by tests that each have users and buckets of their own.</summary>
public sealed class ObjectStoreProduct : IAsyncLifetime
{
    public const string Collection = "ObjectStore";

    public RunningProduct Product { get; private set; } = null!;

    /// <summary>Where S3 is.</summary>
    public Uri Address => Product.S3Address;

    /// <summary>More of the command line, to be set before the start.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    public async ValueTask InitializeAsync() =>
        Product = await RunningProduct.StartAsync([.. AccountsProduct.NoRateLimits, .. Further]);

    public async ValueTask DisposeAsync() => await Product.DisposeAsync();

    public Task<S3User> NewUser() => S3User.SignUp(Product);

    /// <summary>A bucket name that nobody else has.</summary>
    public static string NewBucketName() => "b-" + Guid.NewGuid().ToString("N")[..20];
}

/// <summary>The tests that share one running product, one after the other.</summary>
[CollectionDefinition(ObjectStoreProduct.Collection)]
public sealed class ObjectStoreTests : ICollectionFixture<ObjectStoreProduct>;

/// <summary>Somebody with an account and a key to S3.</summary>
/// <param name="Address">Where S3 is.</param>
/// <param name="Id">The account's number, which is the canonical user id.</param>
/// <param name="Handle">The account's handle.</param>
/// <param name="Token">The bearer token of a sign-in.</param>
/// <param name="AccessKeyId">The key's id.</param>
/// <param name="Secret">The key's secret.</param>
public sealed record S3User(Uri Address, string Id, string Handle, string Token, string AccessKeyId, string Secret)
{
    public static async Task<S3User> SignUp(RunningProduct product)
    {
        var visitor = await Visitor.SignedInTo(product);
        var made = await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind = "s3", label = "test" });
        made.ShouldBe(HttpStatusCode.Created);
        var me = await visitor.Get("/api/accounts/me");
        return new S3User(product.S3Address, me.Text("id"), visitor.Handle, visitor.Token!, made.Text("id"), made.Text("secret"));
    }

    /// <summary>The SDK of AWS as it comes, with path-style addresses.</summary>
    public AmazonS3Client NewClient(Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Address.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        };
        configure?.Invoke(config);
        return new AmazonS3Client(new BasicAWSCredentials(AccessKeyId, Secret), config);
    }

    /// <summary>A new bucket of this user.</summary>
    public async Task<string> NewBucket()
    {
        var name = ObjectStoreProduct.NewBucketName();
        using var client = NewClient();
        await client.PutBucketAsync(name, TestContext.Current.CancellationToken);
        return name;
    }
}
