using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Access lists name accounts by number: those that there are, with their handles, and no others.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class AccessListTests(ObjectStoreProduct store)
{
    private const string NobodysNumber = "987654321";

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_grant_to_another_account_by_header_is_shown_with_its_handle()
    {
        var (owner, friend) = (await store.NewUser(), await store.NewUser());
        using var client = owner.NewClient();
        var bucket = await NewBucket(client);

        await client.PutObjectAsync(Sharing(bucket, friend.Id), Ended);

        var list = await client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "key" }, Ended);
        var grantee = list.Grants.ShouldHaveSingleItem().Grantee;
        (grantee.CanonicalUser, grantee.DisplayName).ShouldBe((friend.Id, friend.Handle));
        using var friends = friend.NewClient();
        (await friends.GetObjectAsync(bucket, "key", Ended)).ContentLength.ShouldBe(5);
    }

    [Fact]
    public async Task A_grant_to_another_account_in_a_document_is_shown_with_its_handle()
    {
        var (owner, friend) = (await store.NewUser(), await store.NewUser());
        using var client = owner.NewClient();
        var bucket = await NewBucket(client);

        await client.PutBucketAclAsync(ListOf(bucket, owner, owner.Id, friend.Id), Ended);

        var list = await client.GetBucketAclAsync(new GetBucketAclRequest { BucketName = bucket }, Ended);
        list.Grants.Select(grant => (grant.Grantee.CanonicalUser, grant.Grantee.DisplayName))
            .ShouldBe([(owner.Id, owner.Handle), (friend.Id, friend.Handle)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_grant_to_a_number_that_nobody_has_is_refused_and_changes_nothing()
    {
        var owner = await store.NewUser();
        using var client = owner.NewClient();
        var bucket = await NewBucket(client);

        var byDocument = await Should.ThrowAsync<AmazonS3Exception>(
            () => client.PutBucketAclAsync(ListOf(bucket, owner, NobodysNumber), Ended));
        var byHeader = await Should.ThrowAsync<AmazonS3Exception>(() => client.PutObjectAsync(Sharing(bucket, NobodysNumber), Ended));

        (byDocument.ErrorCode, byDocument.Message).ShouldBe(("InvalidArgument", "Invalid id"));
        (byHeader.ErrorCode, byHeader.Message).ShouldBe(("InvalidArgument", "Invalid id"));
        (await client.GetBucketAclAsync(new GetBucketAclRequest { BucketName = bucket }, Ended)).Grants.ShouldHaveSingleItem();
        (await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Ended)).KeyCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_list_that_was_emptied_reads_empty_and_its_owner_can_set_it_again()
    {
        var owner = await store.NewUser();
        using var client = owner.NewClient();
        var bucket = await NewBucket(client);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "key", ContentBody = "there" }, Ended);

        await client.PutBucketAclAsync(ListOf(bucket, owner), Ended);

        ((await client.GetBucketAclAsync(new GetBucketAclRequest { BucketName = bucket }, Ended)).Grants ?? []).ShouldBeEmpty();
        (await client.GetObjectAsync(bucket, "key", Ended)).ContentLength.ShouldBe(5);
        var refused = await Should.ThrowAsync<AmazonS3Exception>(
            () => client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "new", ContentBody = "x" }, Ended));
        refused.ErrorCode.ShouldBe("AccessDenied");
        await client.PutBucketAclAsync(ListOf(bucket, owner, owner.Id), Ended);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "new", ContentBody = "x" }, Ended);
    }

    [Theory]
    [InlineData("s3:authType", "REST-HEADER", true)]
    [InlineData("s3:authType", "REST-QUERY-STRING", false)]
    [InlineData("s3:signatureversion", "AWS4-HMAC-SHA256", true)]
    [InlineData("s3:signatureversion", "AWS", false)]
    public async Task A_policy_may_ask_how_a_request_is_signed(string condition, string value, bool isAdmitted)
    {
        var (owner, friend) = (await store.NewUser(), await store.NewUser());
        using var client = owner.NewClient();
        var bucket = await owner.NewBucket();
        await client.PutBucketPolicyAsync(bucket, PolicyOf(bucket, "StringEquals", condition, value), Ended);

        using var friends = friend.NewClient();
        var put = () => friends.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "key", ContentBody = "x" }, Ended);

        if (isAdmitted)
            await put();
        else
            (await Should.ThrowAsync<AmazonS3Exception>(put)).ErrorCode.ShouldBe("AccessDenied");
    }

    [Fact]
    public async Task A_policy_may_ask_for_the_names_of_the_tags_that_are_sent()
    {
        var (owner, friend) = (await store.NewUser(), await store.NewUser());
        using var client = owner.NewClient();
        var bucket = await owner.NewBucket();
        await client.PutBucketPolicyAsync(
            bucket, PolicyOf(bucket, "ForAllValues:StringEquals", "s3:RequestObjectTagKeys", "colour"), Ended);

        using var friends = friend.NewClient();
        await friends.PutObjectAsync(Tagged(bucket, "colour"), Ended);
        var refused = await Should.ThrowAsync<AmazonS3Exception>(() => friends.PutObjectAsync(Tagged(bucket, "size"), Ended));

        refused.ErrorCode.ShouldBe("AccessDenied");
    }

    [Theory]
    [InlineData("s3:RequestObjectTag/colour", "red", "colour", true)]
    [InlineData("s3:RequestObjectTag/colour", "red", "size", false)]
    [InlineData("s3:RequestObjectTagKeys", "colour", "colour", true)]
    [InlineData("s3:RequestObjectTagKeys", "colour", "size", false)]
    public async Task A_policy_may_ask_for_the_tags_that_a_body_sets(string condition, string value, string tag, bool isAdmitted)
    {
        var (owner, friend) = (await store.NewUser(), await store.NewUser());
        using var client = owner.NewClient();
        var bucket = await owner.NewBucket();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "key", ContentBody = "x" }, Ended);
        await client.PutBucketPolicyAsync(bucket, PolicyOf(bucket, "ForAnyValue:StringEquals", condition, value), Ended);

        using var friends = friend.NewClient();
        var tagging = new Tagging { TagSet = [new Amazon.S3.Model.Tag { Key = tag, Value = "red" }] };
        var put = () => friends.PutObjectTaggingAsync(
            new PutObjectTaggingRequest { BucketName = bucket, Key = "key", Tagging = tagging }, Ended);

        if (isAdmitted)
            await put();
        else
            (await Should.ThrowAsync<AmazonS3Exception>(put)).ErrorCode.ShouldBe("AccessDenied");
        var kept = await client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "key" }, Ended);
        (kept.Tagging?.Count ?? 0).ShouldBe(isAdmitted ? 1 : 0);
    }

    [Fact]
    public async Task A_policy_compares_the_plain_name_of_a_copys_source()
    {
        var (owner, friend) = (await store.NewUser(), await store.NewUser());
        using var client = owner.NewClient();
        var (source, bucket) = (await owner.NewBucket(), await owner.NewBucket());
        foreach (var key in (string[])["shown/a b", "hidden/a b"])
            await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = key, ContentBody = "x" }, Ended);
        await client.PutBucketPolicyAsync(source, PolicyOf(source, "StringLike", "aws:username", "*"), Ended);
        await client.PutBucketPolicyAsync(bucket, PolicyOf(bucket, "StringLike", "s3:x-amz-copy-source", $"{source}/shown/a b"), Ended);

        using var friends = friend.NewClient();
        await friends.CopyObjectAsync(source, "shown/a b", bucket, "copy", Ended);
        var refused = await Should.ThrowAsync<AmazonS3Exception>(
            () => friends.CopyObjectAsync(source, "hidden/a b", bucket, "copy", Ended));

        refused.ErrorCode.ShouldBe("AccessDenied");
    }

    private static async Task<string> NewBucket(AmazonS3Client client)
    {
        var name = ObjectStoreProduct.NewBucketName();
        await client.PutBucketAsync(
            new PutBucketRequest { BucketName = name, ObjectOwnership = Amazon.S3.ObjectOwnership.ObjectWriter }, Ended);
        return name;
    }

    private static PutObjectRequest Sharing(string bucket, string grantee) => new()
    {
        BucketName = bucket,
        Key = "key",
        ContentBody = "there",
        Grants = [new S3Grant { Grantee = new S3Grantee { CanonicalUser = grantee }, Permission = S3Permission.READ }],
    };

    private static PutObjectRequest Tagged(string bucket, string tag) => new()
    {
        BucketName = bucket,
        Key = "key",
        ContentBody = "x",
        TagSet = [new Amazon.S3.Model.Tag { Key = tag, Value = "any" }],
    };

    private static PutBucketAclRequest ListOf(string bucket, S3User owner, params string[] grantees) => new()
    {
        BucketName = bucket,
        AccessControlPolicy = new S3AccessControlList
        {
            Owner = new Owner { Id = owner.Id },
            Grants =
            [
                .. grantees.Select(id => new S3Grant
                {
                    Grantee = new S3Grantee { CanonicalUser = id },
                    Permission = S3Permission.FULL_CONTROL,
                }),
            ],
        },
    };

    private static string PolicyOf(string bucket, string test, string condition, string value) => $$"""
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow", "Principal": "*", "Resource": "arn:aws:s3:::{{bucket}}/*",
            "Action": ["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject"],
            "Condition": { "{{test}}": { "{{condition}}": "{{value}}" } }
          }]
        }
        """;
}
