using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The worked examples of S3's documentation.</summary>
public sealed class DocumentedExampleTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Time = "20130524T000000Z";
    private const string NoBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly CredentialScope Scope = new("20130524", "us-east-1", "s3");

    [Fact]
    public void Getting_an_object() => Check(
        "GET",
        "/test.txt",
        "",
        $"host: examplebucket.s3.amazonaws.com|range: bytes=0-9|x-amz-content-sha256: {NoBody}|x-amz-date: {Time}",
        NoBody,
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

    [Fact]
    public void Putting_an_object() => Check(
        "PUT",
        "/test$file.text",
        "",
        "date: Fri, 24 May 2013 00:00:00 GMT|host: examplebucket.s3.amazonaws.com"
        + "|x-amz-content-sha256: 44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
        + $"|x-amz-date: {Time}|x-amz-storage-class: REDUCED_REDUNDANCY",
        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

    [Theory]
    [InlineData("lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    [InlineData("prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Asking_a_bucket(string query, string signature) => Check(
        "GET",
        "/",
        query,
        $"host: examplebucket.s3.amazonaws.com|x-amz-content-sha256: {NoBody}|x-amz-date: {Time}",
        NoBody,
        signature);

    [Fact]
    public void A_presigned_address()
    {
        const string query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
            + $"aws4_request&X-Amz-Date={Time}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        PresignedQuery.Parse(query, out var presigned).ShouldBe(PresignedOutcome.Read);

        Check("GET", "/test.txt", query, "host: examplebucket.s3.amazonaws.com", presigned!.Payload, presigned.Claim.Signature);
        Presigner.Presign(
            new RequestToPresign("GET", "examplebucket.s3.amazonaws.com", "/test.txt", []),
            "AKIAIOSFODNN7EXAMPLE",
            Secret,
            "us-east-1",
            presigned.SignedAt,
            presigned.Lifetime).ShouldBe($"/test.txt?{query}");
    }

    [Fact]
    public void The_request_of_an_upload_in_chunks() => Check(
        "PUT",
        "/examplebucket/chunkObject.txt",
        "",
        "content-encoding: aws-chunked|content-length: 66824|host: s3.amazonaws.com"
        + $"|x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD|x-amz-date: {Time}"
        + "|x-amz-decoded-content-length: 66560|x-amz-storage-class: REDUCED_REDUNDANCY",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        DocumentedChunks.Seed);

    [Fact]
    public void The_request_of_an_upload_in_chunks_with_a_trailer() => Check(
        "PUT",
        "/examplebucket/chunkObject.txt",
        "",
        $"content-encoding: aws-chunked|host: s3.amazonaws.com|x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
        + $"|x-amz-date: {Time}|x-amz-decoded-content-length: 66560|x-amz-storage-class: REDUCED_REDUNDANCY"
        + "|x-amz-trailer: x-amz-checksum-crc32c",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        DocumentedChunks.TrailerSeed);

    [Fact]
    public void The_policy_of_a_form() => SigningKey.Derive(Secret, Scope with { Day = "20151229" })
        .IsSignature(Encoding.ASCII.GetBytes(FormPolicy), "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e")
        .ShouldBeTrue();

    [Fact]
    public void An_address_presigned_in_version_2()
    {
        const string query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620";
        RequestTarget.TryParse($"/photos/puppy.jpg?{query}", "johnsmith.s3.amazonaws.com", ["s3.amazonaws.com"], out var target)
            .ShouldBeTrue();
        var signature = EarlierSignature.Parse(query)!;

        signature.StringToSign("GET", target, []).ShouldBe("GET\n\n\n1175139620\n/johnsmith/photos/puppy.jpg");
        signature.IsOf(signature.StringToSign("GET", target, []), Secret).ShouldBeTrue();
        signature.IsOf(signature.StringToSign("PUT", target, []), Secret).ShouldBeFalse();
    }

    private static void Check(string method, string path, string query, string headers, string payload, string signature)
    {
        var sent = headers.Split('|').Select(header => header.Split(": ", 2)).Select(header => KeyValuePair.Create(header[0], header[1]));
        var request = new VectorRequest(method, path, query, [.. sent], "");
        var canonical = new CanonicalRequest();
        canonical.Begin(method, path, query);
        request.End(canonical, string.Join(';', request.Headers.Select(header => header.Key)), payload);
        var text = StringToSign.Write(Time, Scope, canonical.Text, new byte[StringToSign.BytesMax]);
        SigningKey.Derive(Secret, Scope).Sign(text).ShouldBe(signature);
    }

    private const string FormPolicy =
        "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNr"
        + "ZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19h"
        + "Y3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0"
        + "YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16"
        + "LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16"
        + "LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGht"
        + "IjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
}
