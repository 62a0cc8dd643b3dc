using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Buckets are made, found, listed and removed.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class BucketTests(ObjectStoreProduct store)
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bucket_that_was_made_is_found_listed_and_removed()
    {
        var user = await store.NewUser();
        using var client = user.NewClient();
        using var plain = new PlainRequests(user);
        var name = ObjectStoreProduct.NewBucketName();

        var made = await plain.SendText("PUT", $"/{name}");
        (made.Status, made.Headers["Location"]).ShouldBe((200, $"/{name}"));
        var head = await plain.SendText("HEAD", $"/{name}");
        (head.Status, head.Headers["x-amz-bucket-region"]).ShouldBe((200, "us-east-1"));
        (await client.ListBucketsAsync(Ended)).Buckets.ShouldHaveSingleItem().BucketName.ShouldBe(name);
        (await client.GetBucketLocationAsync(name, Ended)).Location.ShouldBe(S3Region.USEast1);

        (await plain.SendText("DELETE", $"/{name}")).Status.ShouldBe(204);
        (await plain.SendText("HEAD", $"/{name}")).Status.ShouldBe(404);
        (await plain.SendText("DELETE", $"/{name}")).ShouldBe(404, "NoSuchBucket");
        (await client.ListBucketsAsync(Ended)).Buckets.ShouldBeNull();
    }

    [Fact]
    public async Task A_name_belongs_to_whoever_took_it_first()
    {
        var (user, other) = (await store.NewUser(), await store.NewUser());
        using var own = new PlainRequests(user);
        using var others = new PlainRequests(other);
        var name = await user.NewBucket();

        (await own.SendText("PUT", $"/{name}")).Status.ShouldBe(200);
        (await others.SendText("PUT", $"/{name}")).ShouldBe(409, "BucketAlreadyExists");
        (await others.SendText("HEAD", $"/{name}")).Status.ShouldBe(403);
        (await own.SendText("DELETE", $"/{name}")).Status.ShouldBe(204);
        (await others.SendText("PUT", $"/{name}")).Status.ShouldBe(200);
        (await own.SendText("HEAD", $"/{name}")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Capital")]
    [InlineData("under_score")]
    [InlineData("alpha!soup")]
    [InlineData("a..b")]
    [InlineData("a.-b")]
    [InlineData("192.168.5.123")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_name_that_breaks_the_rules_is_refused(string name)
    {
        using var plain = new PlainRequests(await store.NewUser());
        (await plain.SendText("PUT", $"/{name}")).ShouldBe(400, "InvalidBucketName");
        (await plain.SendText("GET", $"/{name}")).ShouldBe(400, "InvalidBucketName");
    }

    [Theory]
    [InlineData("eu-west-1", 200, "eu-west-1")]
    [InlineData("EU", 200, "EU")]
    [InlineData("", 200, "")]
    [InlineData("us-east-1", 400, "InvalidLocationConstraint")]
    [InlineData("nowhere", 400, "InvalidLocationConstraint")]
    public async Task A_bucket_is_where_its_maker_wants_it(string constraint, int status, string expected)
    {
        using var plain = new PlainRequests(await store.NewUser());
        var name = ObjectStoreProduct.NewBucketName();
        var body = $"<CreateBucketConfiguration><LocationConstraint>{constraint}</LocationConstraint></CreateBucketConfiguration>";

        var made = await plain.SendText("PUT", $"/{name}", body);

        made.Status.ShouldBe(status, made.Body);
        if (status == 200)
            (await plain.SendText("GET", $"/{name}?location")).Body.ShouldEndWith($">{expected}</LocationConstraint>");
        else
            made.Code.ShouldBe(expected);
    }

    [Fact]
    public async Task What_is_no_configuration_of_a_bucket_is_refused()
    {
        using var plain = new PlainRequests(await store.NewUser());
        var name = ObjectStoreProduct.NewBucketName();
        (await plain.SendText("PUT", $"/{name}", "<Create")).ShouldBe(400, "MalformedXML");
        (await plain.SendText("PUT", $"/{name}", "", ("x-amz-acl", "public"))).ShouldBe(400, "InvalidArgument");
        (await plain.SendText("PUT", $"/{name}", "", ("x-amz-object-ownership", "Mine"))).ShouldBe(400, "InvalidArgument");
        (await plain.SendText("PUT", $"/{name}", "", ("x-amz-acl", "public-read"))).ShouldBe(400, "InvalidBucketAclWithObjectOwnership");
        (await plain.SendText("HEAD", $"/{name}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_bucket_with_something_in_it_stays()
    {
        var user = await store.NewUser();
        using var client = user.NewClient();
        var name = await user.NewBucket();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = name, Key = "k", ContentBody = "b" }, Ended);

        var refused = await Should.ThrowAsync<AmazonS3Exception>(() => client.DeleteBucketAsync(name, Ended));
        (refused.StatusCode, refused.ErrorCode).ShouldBe((HttpStatusCode.Conflict, "BucketNotEmpty"));
        await client.DeleteObjectAsync(name, "k", Ended);
        await client.DeleteBucketAsync(name, Ended);
    }

    [Fact]
    public async Task Buckets_are_listed_in_pages_by_name()
    {
        var user = await store.NewUser();
        using var client = user.NewClient();
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
            names.Add(await user.NewBucket());
        names.Sort(StringComparer.Ordinal);

        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await client.ListBucketsAsync(new ListBucketsRequest { MaxBuckets = 2, ContinuationToken = token }, Ended);
            page.Buckets.Count.ShouldBeInRange(1, 2);
            seen.AddRange(page.Buckets.Select(bucket => bucket.BucketName));
            token = page.ContinuationToken;
        }
        while (token is not null);

        seen.ShouldBe(names);
        var prefix = names[2][..12];
        var some = await client.ListBucketsAsync(new ListBucketsRequest { Prefix = prefix }, Ended);
        some.Buckets.ShouldAllBe(bucket => bucket.BucketName.StartsWith(prefix, StringComparison.Ordinal));
        some.Owner.Id.ShouldBe(user.Id);
        (await client.ListBucketsAsync(new ListBucketsRequest { BucketRegion = "eu-west-1" }, Ended)).Buckets.ShouldBeNull();
    }

    [Theory]
    [InlineData("max-buckets=0")]
    [InlineData("max-buckets=10001")]
    [InlineData("max-buckets=x")]
    [InlineData("continuation-token=%21")]
    public async Task A_page_of_buckets_that_cannot_be_is_refused(string query)
    {
        using var plain = new PlainRequests(await store.NewUser());
        (await plain.SendText("GET", $"/?{query}")).ShouldBe(400, "InvalidArgument");
    }

    [Fact]
    public async Task An_owner_that_was_not_expected_is_refused()
    {
        var (user, other) = (await store.NewUser(), await store.NewUser());
        using var plain = new PlainRequests(user);
        var name = await user.NewBucket();
        (await plain.SendText("GET", $"/{name}", "", ("x-amz-expected-bucket-owner", user.Id))).Status.ShouldBe(200);
        (await plain.SendText("GET", $"/{name}", "", ("x-amz-expected-bucket-owner", other.Id))).ShouldBe(403, "AccessDenied");
    }
}
