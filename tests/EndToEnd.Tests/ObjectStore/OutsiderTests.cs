using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Whoever was not let in gets nowhere: neither another account nor nobody at all.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class OutsiderTests(ObjectStoreProduct store)
{
    private static readonly (string Method, string Target, string Body)[] Operations =
    [
        .. new[]
        {
            "", "?list-type=2", "?versions", "?uploads", "?location", "?versioning", "?acl", "?policy", "?policyStatus", "?cors",
            "?tagging", "?ownershipControls", "?publicAccessBlock", "?lifecycle", "?encryption", "?notification", "?website",
            "?replication",
            "?object-lock", "?logging", "?accelerate", "?requestPayment", "/key", "/key?acl", "/key?tagging", "/key?attributes", "/missing",
            "/key?uploadId=UPLOAD", "/key?versionId=null", "/key?retention", "/key?legal-hold",
        }.Select(target => ("GET", target, "")),
        ("HEAD", "", ""),
        ("HEAD", "/key", ""),
        ("HEAD", "/missing", ""),
        ("PUT", "?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
        ("PUT", "?acl", "<AccessControlPolicy><Owner><ID>OWNER</ID></Owner><AccessControlList/></AccessControlPolicy>"),
        ("PUT", "?policy", "{}"),
        ("PUT", "?cors", "<CORSConfiguration/>"),
        ("PUT", "?tagging", "<Tagging><TagSet/></Tagging>"),
        ("PUT", "?ownershipControls", "<OwnershipControls/>"),
        ("PUT", "?publicAccessBlock", "<PublicAccessBlockConfiguration/>"),
        ("PUT", "/key", "other"),
        ("PUT", "/new", "other"),
        ("PUT", "/key?acl", ""),
        ("PUT", "/key?tagging", "<Tagging><TagSet/></Tagging>"),
        ("PUT", "/key?partNumber=1&uploadId=UPLOAD", "part"),
        ("POST", "/key?uploads", ""),
        ("POST", "/key?uploadId=UPLOAD", "<CompleteMultipartUpload/>"),
        ("DELETE", "", ""),
        ("DELETE", "?policy", ""),
        ("DELETE", "?cors", ""),
        ("DELETE", "?tagging", ""),
        ("DELETE", "?ownershipControls", ""),
        ("DELETE", "?publicAccessBlock", ""),
        ("DELETE", "?lifecycle", ""),
        ("DELETE", "/key", ""),
        ("DELETE", "/missing", ""),
        ("DELETE", "/key?tagging", ""),
        ("DELETE", "/key?versionId=null", ""),
        ("DELETE", "/key?uploadId=UPLOAD", ""),
    ];

    [Fact]
    public async Task An_outsider_gets_403_on_every_operation_and_nothing_changes()
    {
        var (owner, outsider) = (await store.NewUser(), await store.NewUser());
        using var client = owner.NewClient();
        using var own = new PlainRequests(owner);
        using var others = new PlainRequests(outsider);
        var bucket = await owner.NewBucket();
        await own.SendText("PUT", $"/{bucket}/key", "content");
        var upload = await client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = bucket, Key = "key" }, TestContext.Current.CancellationToken);

        var let = new List<string>();
        foreach (var (method, target, body) in Operations)
        {
            var full = $"/{bucket}{target}".Replace("UPLOAD", upload.UploadId, StringComparison.Ordinal);
            var document = body.Replace("OWNER", owner.Id, StringComparison.Ordinal);
            foreach (var answer in new[]
            {
                await others.SendText(method, full, document),
                await own.SendAnonymously(method, full, new StringContent(document)),
            })
            {
                if (answer.Status != 403 || (method != "HEAD" && answer.Code != "AccessDenied"))
                    let.Add($"{method} {target}: {answer.Status} {answer.Body}");
            }
        }

        let.ShouldBeEmpty();
        (await own.SendText("GET", $"/{bucket}/key")).Body.ShouldBe("content");
        (await own.SendText("GET", $"/{bucket}?list-type=2")).Body.ShouldContain("<KeyCount>1</KeyCount>");
        (await own.SendText("GET", $"/{bucket}?uploads")).Body.ShouldContain(upload.UploadId);
    }

    [Fact]
    public async Task Who_may_not_list_is_not_told_that_a_key_is_missing()
    {
        var (owner, reader) = (await store.NewUser(), await store.NewUser());
        using var own = new PlainRequests(owner);
        using var others = new PlainRequests(reader);
        var bucket = await owner.NewBucket();
        await own.SendText("PUT", $"/{bucket}/key", "content");
        (await own.SendText("PUT", $"/{bucket}?policy", Policy(bucket, "s3:GetObject", "/*"))).Status.ShouldBe(204);

        (await others.SendText("GET", $"/{bucket}/key")).Status.ShouldBe(200);
        (await others.SendText("GET", $"/{bucket}/missing")).ShouldBe(403, "AccessDenied");
        (await own.SendText("GET", $"/{bucket}/missing")).ShouldBe(404, "NoSuchKey");
        (await own.SendText("PUT", $"/{bucket}?policy", Policy(bucket, "s3:*", "\", \"arn:aws:s3:::BUCKET/*"))).Status.ShouldBe(204);
        (await others.SendText("GET", $"/{bucket}/missing")).ShouldBe(404, "NoSuchKey");
        (await others.SendText("GET", $"/{bucket}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_policy_may_ask_for_what_stands_in_the_request()
    {
        var (owner, reader) = (await store.NewUser(), await store.NewUser());
        using var own = new PlainRequests(owner);
        using var others = new PlainRequests(reader);
        var bucket = await owner.NewBucket();
        var conditions = """, "Condition": {"StringEquals": {"s3:prefix": "home/"}, "IpAddress": {"aws:SourceIp": "127.0.0.0/8"},"""
            + """ "StringLike": {"aws:UserAgent": "trusted/*"}, "Bool": {"aws:SecureTransport": "false"}}""";
        (await own.SendText("PUT", $"/{bucket}?policy", Policy(bucket, "s3:ListBucket", "", conditions))).Status.ShouldBe(204);

        (await others.SendText("GET", $"/{bucket}?prefix=home/", "", ("User-Agent", "trusted/1"))).Status.ShouldBe(200);
        (await others.SendText("GET", $"/{bucket}?prefix=home", "", ("User-Agent", "trusted/1"))).ShouldBe(403, "AccessDenied");
        (await others.SendText("GET", $"/{bucket}?prefix=home/", "", ("User-Agent", "other/1"))).ShouldBe(403, "AccessDenied");
    }

    private static string Policy(string bucket, string action, string below, string conditions = "") =>
        ("""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ACTION", """
            + $$"""
            "Resource": ["arn:aws:s3:::BUCKET{{below}}"]{{conditions}}}]}
            """)
        .Replace("ACTION", action, StringComparison.Ordinal).Replace("BUCKET", bucket, StringComparison.Ordinal);
}
