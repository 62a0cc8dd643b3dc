using System.Xml.Linq;
using Amazon.S3.Model;
using static System.Net.WebUtility;

namespace OrleansLld.ObjectStore;

/// <summary>Listings as clients ask for them: what stands in the answer, and how pages follow each other.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class ListingTests(ObjectStoreProduct store)
{
    private static readonly string[] Folders = ["asdf", "boo/bar", "boo/baz/xyzzy", "cquux/thud", "cquux/bla"];

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_version_goes_on_after_a_key()
    {
        using var bucket = await Bucket("bar", "baz", "foo");

        var one = await bucket.List("max-keys=2");
        (Keys(one), Text(one, "IsTruncated"), Text(one, "MaxKeys"), Text(one, "Marker")).ShouldBe(("bar baz", "true", "2", ""));
        one.Element(S3 + "NextMarker").ShouldBeNull();
        var two = await bucket.List("marker=baz&max-keys=2");
        (Keys(two), Text(two, "IsTruncated"), Text(two, "Marker")).ShouldBe(("foo", "false", "baz"));
        Keys(await bucket.List("marker=blah")).ShouldBe("foo");
        Keys(await bucket.List("marker=zzz")).ShouldBe("");
    }

    [Fact]
    public async Task An_object_of_a_listing_is_told_as_it_is()
    {
        var user = await store.NewUser();
        using var bucket = await Bucket(user, "k");
        var head = await bucket.Plain.SendText("HEAD", $"/{bucket.Name}/k");

        var content = (await bucket.List("")).Element(S3 + "Contents")!;
        (Text(content, "ETag"), Text(content, "Size"), Text(content, "StorageClass")).ShouldBe((head.Headers["ETag"], "1", "STANDARD"));
        DateTimeOffset.Parse(Text(content, "LastModified"), null).ShouldBe(DateTimeOffset.Parse(head.Headers["Last-Modified"], null));
        (Text(content.Element(S3 + "Owner")!, "ID"), Text(content.Element(S3 + "Owner")!, "DisplayName")).ShouldBe((user.Id, user.Handle));
        (await bucket.List("list-type=2")).Descendants(S3 + "Owner").ShouldBeEmpty();
        (await bucket.List("list-type=2&fetch-owner=true")).Descendants(S3 + "Owner").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("", "asdf", "boo/ cquux/")]
    [InlineData("boo/", "boo/bar", "boo/baz/")]
    [InlineData("boo", "", "boo/")]
    [InlineData("none", "", "")]
    public async Task A_delimiter_makes_folders(string prefix, string keys, string prefixes)
    {
        using var bucket = await Bucket(Folders);
        foreach (var version in new[] { "", "&list-type=2" })
        {
            var listed = await bucket.List($"delimiter=/&prefix={prefix}{version}");
            (Keys(listed), Prefixes(listed), Text(listed, "Delimiter"), Text(listed, "Prefix")).ShouldBe((keys, prefixes, "/", prefix));
        }

        var versions = await bucket.List($"versions&delimiter=/&prefix={prefix}");
        (Keys(versions), Prefixes(versions)).ShouldBe((keys, prefixes));
    }

    [Fact]
    public async Task Pages_of_folders_follow_each_other_by_their_markers()
    {
        using var bucket = await Bucket(Folders);
        var seen = new List<string>();
        for (string? marker = ""; marker is not null;)
        {
            var page = await bucket.List($"delimiter=/&max-keys=1&marker={marker}");
            seen.Add(Keys(page) + Prefixes(page));
            marker = page.Element(S3 + "NextMarker")?.Value;
            (marker is not null).ShouldBe(Text(page, "IsTruncated") == "true");
        }

        seen.ShouldBe(["asdf", "boo/", "cquux/"]);
    }

    [Fact]
    public async Task The_second_version_goes_on_by_a_token()
    {
        using var bucket = await Bucket(Folders);
        var seen = new List<string>();
        for (var token = ""; token is not null;)
        {
            var page = await bucket.List($"list-type=2&delimiter=/&max-keys=1&continuation-token={token}");
            (Text(page, "KeyCount"), Text(page, "ContinuationToken")).ShouldBe(("1", token));
            seen.Add(Keys(page) + Prefixes(page));
            token = page.Element(S3 + "NextContinuationToken")?.Value;
        }

        seen.ShouldBe(["asdf", "boo/", "cquux/"]);
        var after = await bucket.List("list-type=2&start-after=boo/bar");
        (Keys(after), Text(after, "StartAfter")).ShouldBe(("boo/baz/xyzzy cquux/bla cquux/thud", "boo/bar"));
    }

    [Fact]
    public async Task Names_are_encoded_where_the_client_asks_for_it()
    {
        string[] keys = ["a+b", "a b/c", "a&<b>\"", "tab\there", "line\nbreak", "bell\u0007", "é一🐍"];
        using var bucket = await Bucket(keys);

        var encoded = await bucket.List("encoding-type=url");
        Text(encoded, "EncodingType").ShouldBe("url");
        var told = Keys(encoded).Split(' ');
        told.Select(UrlDecode).Order(StringComparer.Ordinal).ShouldBe(keys.Order(StringComparer.Ordinal));
        told.ShouldContain("a%20b/c");

        var plain = await bucket.Plain.SendText("GET", $"/{bucket.Name}");
        plain.Body.ShouldContain("<Key>bell&#x7;</Key>");
        plain.Body.ShouldContain("<Key>a&amp;&lt;b&gt;&quot;</Key>");
        plain.Body.ShouldContain("<Key>line&#xa;break</Key>");
    }

    [Theory]
    [InlineData("max-keys=blah")]
    [InlineData("max-keys=-1")]
    [InlineData("max-keys=99999999999")]
    [InlineData("encoding-type=base64")]
    [InlineData("list-type=2&continuation-token=%21")]
    [InlineData("list-type=2&continuation-token=YWJj")]
    [InlineData("versions&version-id-marker=x")]
    [InlineData("versions&key-marker=k&version-id-marker=")]
    [InlineData("uploads&max-uploads=x")]
    public async Task A_question_that_cannot_be_is_refused(string query)
    {
        using var bucket = await Bucket();
        (await bucket.Plain.SendText("GET", $"/{bucket.Name}?{query}")).ShouldBe(400, "InvalidArgument");
    }

    [Theory]
    [InlineData("max-keys=0", "", "false")]
    [InlineData("max-keys=1000", "bar foo", "false")]
    [InlineData("max-keys=2000", "bar foo", "false")]
    [InlineData("max-keys=2", "bar foo", "false")]
    [InlineData("list-type=2&max-keys=0", "", "false")]
    [InlineData("list-type=2&max-keys=1", "bar", "true")]
    public async Task A_page_has_as_many_as_it_may(string query, string keys, string isTruncated)
    {
        using var bucket = await Bucket("bar", "foo");
        var listed = await bucket.List(query);
        (Keys(listed), Text(listed, "IsTruncated")).ShouldBe((keys, isTruncated));
        int.Parse(Text(listed, "MaxKeys"), null).ShouldBeLessThanOrEqualTo(1000);
    }

    [Fact]
    public async Task Versions_are_listed_newest_first_and_page_by_page()
    {
        using var bucket = await Bucket();
        await bucket.Plain.SendText(
            "PUT", $"/{bucket.Name}?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        foreach (var key in new[] { "a", "a", "b" })
            await bucket.Plain.SendText("PUT", $"/{bucket.Name}/{key}", key);
        await bucket.Plain.SendText("DELETE", $"/{bucket.Name}/a");

        var all = await bucket.List("versions");
        Lines(all).ShouldBe(["a marker latest", "a", "a", "b latest"]);
        Keys(await bucket.List("")).ShouldBe("b");

        var paged = new List<string>();
        for (var next = ""; next is not null;)
        {
            var page = await bucket.List($"versions&max-keys=1{next}");
            paged.AddRange(Lines(page));
            next = Text(page, "IsTruncated") == "true"
                ? $"&key-marker={Text(page, "NextKeyMarker")}&version-id-marker={Text(page, "NextVersionIdMarker")}"
                : null;
        }

        paged.ShouldBe(Lines(all));
        Lines(await bucket.List("versions&key-marker=a")).ShouldBe(["b latest"]);
    }

    [Fact]
    public async Task Unfinished_uploads_are_listed_page_by_page()
    {
        var user = await store.NewUser();
        using var client = user.NewClient();
        using var bucket = await Bucket(user);
        var begun = new List<string>();
        foreach (var key in new[] { "a", "a", "b/c" })
        {
            var wish = new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = key };
            var upload = await client.InitiateMultipartUploadAsync(wish, Ended);
            begun.Add($"{key} {upload.UploadId}");
        }

        var seen = new List<string>();
        for (var next = ""; next is not null;)
        {
            var page = await bucket.List($"uploads&max-uploads=1{next}");
            var upload = page.Element(S3 + "Upload")!;
            seen.Add($"{Text(upload, "Key")} {Text(upload, "UploadId")}");
            Text(upload.Element(S3 + "Initiator")!, "ID").ShouldBe(user.Id);
            next = Text(page, "IsTruncated") == "true"
                ? $"&key-marker={Text(page, "NextKeyMarker")}&upload-id-marker={Text(page, "NextUploadIdMarker")}"
                : null;
        }

        seen.ShouldBe(begun);
        Prefixes(await bucket.List("uploads&delimiter=/")).ShouldBe("b/");
    }

    private static XNamespace S3 => "http://s3.amazonaws.com/doc/2006-03-01/";

    private Task<BucketOfTest> Bucket(params string[] keys) => Bucket(null, keys);

    private async Task<BucketOfTest> Bucket(S3User? user, params string[] keys)
    {
        user ??= await store.NewUser();
        var bucket = new BucketOfTest(new PlainRequests(user), await user.NewBucket());
        foreach (var key in keys)
            (await bucket.Plain.SendText("PUT", $"/{bucket.Name}/{Uri.EscapeDataString(key)}", "x")).Status.ShouldBe(200);
        return bucket;
    }

    private static string Text(XElement element, string name) => element.Element(S3 + name)!.Value;

    private static string Keys(XElement listed) => string.Join(' ', listed.Elements().Elements(S3 + "Key").Select(key => key.Value));

    private static string Prefixes(XElement listed) =>
        string.Join(' ', listed.Elements(S3 + "CommonPrefixes").Elements(S3 + "Prefix").Select(prefix => prefix.Value));

    private static string[] Lines(XElement versions) =>
    [
        .. versions.Elements().Where(element => element.Element(S3 + "VersionId") is not null).Select(element =>
            Text(element, "Key")
            + (element.Name.LocalName == "DeleteMarker" ? " marker" : "")
            + (Text(element, "IsLatest") == "true" ? " latest" : "")),
    ];

    private sealed record BucketOfTest(PlainRequests Plain, string Name) : IDisposable
    {
        public async Task<XElement> List(string query)
        {
            var answer = await Plain.SendText("GET", $"/{Name}?{query}");
            answer.Status.ShouldBe(200, answer.Body);
            return XElement.Parse(answer.Body);
        }

        public void Dispose() => Plain.Dispose();
    }
}
