using System.Xml.Linq;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Each setting of a bucket is read as it was written, and removed.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class BucketSettingTests(ObjectStoreProduct store)
{
    private const string Cors =
        "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>http://*.example</AllowedOrigin></CORSRule>"
        + "</CORSConfiguration>";

    private const string Ownership =
        "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>";

    private const string PublicAccess =
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>";

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("policy", "NoSuchBucketPolicy")]
    [InlineData("cors", "NoSuchCORSConfiguration")]
    [InlineData("tagging", "NoSuchTagSet")]
    [InlineData("publicAccessBlock", "NoSuchPublicAccessBlockConfiguration")]
    [InlineData("lifecycle", "NoSuchLifecycleConfiguration")]
    [InlineData("encryption", "ServerSideEncryptionConfigurationNotFoundError")]
    [InlineData("website", "NoSuchWebsiteConfiguration")]
    [InlineData("replication", "ReplicationConfigurationNotFoundError")]
    [InlineData("object-lock", "ObjectLockConfigurationNotFoundError")]
    public async Task What_was_never_set_is_not_found(string setting, string code)
    {
        using var bucket = await Bucket();
        (await bucket.Send("GET", setting)).ShouldBe(404, code);
        if (setting != "object-lock")
            (await bucket.Send("DELETE", setting)).Status.ShouldBe(204);
    }

    [Theory]
    [InlineData("notification", "NotificationConfiguration")]
    [InlineData("logging", "BucketLoggingStatus")]
    [InlineData("accelerate", "AccelerateConfiguration")]
    [InlineData("requestPayment", "RequestPaymentConfiguration")]
    [InlineData("versioning", "VersioningConfiguration")]
    public async Task What_a_bucket_always_has_is_told(string setting, string root)
    {
        using var bucket = await Bucket();
        XElement.Parse((await bucket.Send("GET", setting)).Body).Name.LocalName.ShouldBe(root);
    }

    [Theory]
    [InlineData("lifecycle")]
    [InlineData("encryption")]
    [InlineData("website")]
    [InlineData("replication")]
    [InlineData("notification")]
    [InlineData("logging")]
    [InlineData("object-lock")]
    public async Task What_this_server_has_not_is_not_taken(string setting)
    {
        using var bucket = await Bucket();
        (await bucket.Send("PUT", setting, "<Some/>")).ShouldBe(501, "NotImplemented");
    }

    [Theory]
    [InlineData("cors", Cors, 200)]
    [InlineData("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>", 204)]
    [InlineData("ownershipControls", Ownership, 200)]
    [InlineData("publicAccessBlock", PublicAccess, 200)]
    public async Task A_setting_is_written_read_and_removed(string setting, string document, int status)
    {
        using var bucket = await Bucket();
        (await bucket.Send("PUT", setting, document)).Status.ShouldBe(status);

        var read = XElement.Parse((await bucket.Send("GET", setting)).Body);
        read.Name.LocalName.ShouldBe(XElement.Parse(document).Name.LocalName);
        foreach (var leaf in XElement.Parse(document).Descendants().Where(element => !element.HasElements))
            read.Descendants().ShouldContain(element => element.Name.LocalName == leaf.Name.LocalName && element.Value == leaf.Value);

        (await bucket.Send("DELETE", setting)).Status.ShouldBe(204);
        (await bucket.Send("GET", setting)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("cors", "<CORSConfiguration/>", "MalformedXML")]
    [InlineData("tagging", "<Tagging", "MalformedXML")]
    [InlineData("tagging", "<Tagging><TagSet><Tag><Key>aws:a</Key><Value>1</Value></Tag></TagSet></Tagging>", "InvalidTag")]
    [InlineData("versioning", "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>", "MalformedXML")]
    [InlineData("versioning", "<VersioningConfiguration/>", "IllegalVersioningConfigurationException")]
    [InlineData("ownershipControls", "<OwnershipControls/>", "MalformedXML")]
    [InlineData("publicAccessBlock", "", "MalformedXML")]
    [InlineData("policy", "", "MalformedPolicy")]
    [InlineData("policy", "{}", "MalformedPolicy")]
    [InlineData("acl", "", "MissingSecurityHeader")]
    [InlineData("acl", "<AccessControlPolicy/>", "MalformedACLError")]
    [InlineData("acl", "<!DOCTYPE a [<!ENTITY b \"b\">]><AccessControlPolicy>&b;</AccessControlPolicy>", "MalformedACLError")]
    public async Task A_document_that_says_nothing_is_refused(string setting, string document, string code)
    {
        using var bucket = await Bucket();
        (await bucket.Send("PUT", setting, document)).ShouldBe(400, code);
    }

    [Fact]
    public async Task A_document_that_is_too_long_is_refused()
    {
        using var bucket = await Bucket();
        (await bucket.Send("PUT", "policy", new string(' ', 30 << 10))).ShouldBe(400, "MalformedPolicy");
        (await bucket.Send("PUT", "cors", new string(' ', 2 << 20))).ShouldBe(400, "MaxMessageLengthExceeded");
    }

    [Fact]
    public async Task Versions_are_kept_from_when_it_is_said_and_never_unsaid()
    {
        var user = await store.NewUser();
        using var client = user.NewClient();
        var name = await user.NewBucket();
        (await client.GetBucketVersioningAsync(name, Ended)).VersioningConfig.Status.ShouldBe(VersionStatus.Off);
        foreach (var status in new[] { VersionStatus.Enabled, VersionStatus.Suspended })
        {
            await client.PutBucketVersioningAsync(
                new PutBucketVersioningRequest { BucketName = name, VersioningConfig = new() { Status = status } }, Ended);
            (await client.GetBucketVersioningAsync(name, Ended)).VersioningConfig.Status.ShouldBe(status);
        }
    }

    [Fact]
    public async Task A_policy_is_read_as_it_was_written_and_says_whether_it_is_public()
    {
        using var bucket = await Bucket();
        var statement = $$"""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{bucket.Name}}/*"}""";
        var policy = $$"""{"Version":"2012-10-17", "Statement":[{{statement}}]}""";

        (await bucket.Send("GET", "policyStatus")).ShouldBe(404, "NoSuchBucketPolicy");
        (await bucket.Send("PUT", "policy", policy)).Status.ShouldBe(204);
        (await bucket.Send("GET", "policy")).Body.ShouldBe(policy);
        (await bucket.Send("GET", "policyStatus")).Body.ShouldContain("<IsPublic>true</IsPublic>");
        (await bucket.Send("PUT", "policy", policy.Replace(bucket.Name, "other-bucket", StringComparison.Ordinal)))
            .ShouldBe(400, "MalformedPolicy");
        (await bucket.Send("DELETE", "policy")).Status.ShouldBe(204);
        (await bucket.Send("GET", "policy")).ShouldBe(404, "NoSuchBucketPolicy");
    }

    [Fact]
    public async Task Access_lists_are_for_buckets_that_have_them()
    {
        var (user, other) = (await store.NewUser(), await store.NewUser());
        using var enforced = await Bucket(user);
        (await enforced.Send("PUT", "acl", "", ("x-amz-acl", "public-read"))).ShouldBe(400, "AccessControlListNotSupported");
        (await enforced.Send("PUT", "acl", "", ("x-amz-acl", "private"))).ShouldBe(400, "AccessControlListNotSupported");

        using var plain = new PlainRequests(user);
        var name = ObjectStoreProduct.NewBucketName();
        (string, string)[] headers = [("x-amz-object-ownership", "ObjectWriter"), ("x-amz-grant-read", $"id=\"{other.Id}\"")];
        (await plain.SendText("PUT", $"/{name}", "", headers)).Status.ShouldBe(200);

        using var client = user.NewClient();
        var grants = (await client.GetBucketAclAsync(new GetBucketAclRequest { BucketName = name }, Ended)).Grants;
        grants.Select(grant => (grant.Grantee.CanonicalUser, grant.Permission)).ShouldBe([(other.Id, S3Permission.READ)]);
        using var others = new PlainRequests(other);
        (await others.SendText("GET", $"/{name}")).Status.ShouldBe(200);
        (await others.SendText("GET", $"/{name}?acl")).ShouldBe(403, "AccessDenied");

        (await plain.SendText("PUT", $"/{name}?acl", "", ("x-amz-acl", "public-read"))).Status.ShouldBe(200);
        (await plain.SendAnonymously("GET", $"/{name}")).Status.ShouldBe(200);
        var read = (await plain.SendText("GET", $"/{name}?acl")).Body;
        (await plain.SendText("PUT", $"/{name}?acl", "", ("x-amz-acl", "private"))).Status.ShouldBe(200);
        (await plain.SendAnonymously("GET", $"/{name}")).ShouldBe(403, "AccessDenied");
        (await plain.SendText("PUT", $"/{name}?acl", read)).Status.ShouldBe(200);
        (await plain.SendText("GET", $"/{name}?acl")).Body.ShouldBe(read);
    }

    private async Task<BucketOfTest> Bucket(S3User? user = null)
    {
        user ??= await store.NewUser();
        return new BucketOfTest(new PlainRequests(user), await user.NewBucket());
    }

    private sealed record BucketOfTest(PlainRequests Plain, string Name) : IDisposable
    {
        public Task<PlainAnswer> Send(string method, string setting, string body = "", params (string Name, string Value)[] headers) =>
            Plain.SendText(method, $"/{Name}?{setting}", body, headers);

        public void Dispose() => Plain.Dispose();
    }
}
