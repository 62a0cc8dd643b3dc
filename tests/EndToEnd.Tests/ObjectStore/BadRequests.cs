using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>A request that must be refused, and with what.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as they go out.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">More headers.</param>
/// <param name="IsSignedIn">Whether it comes from the owner of the bucket; else it brings what authority it has in its headers.</param>
/// <param name="Codes">The codes that are right; empty where the server refuses what it cannot parse.</param>
public sealed record BadRequest(
    string Method, string Target, byte[] Body, (string Name, string Value)[] Headers, bool IsSignedIn, string[] Codes)
{
    public override string ToString() =>
        $"{Method} {Target} {string.Join(' ', Headers)} {Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(200, Body.Length)))}";
}

/// <summary>
/// Draws bad requests: each begins as one that would be right and is spoilt in one way, so that it cannot be taken by mistake; the same
/// seed draws the same requests.
/// </summary>
public sealed class BadRequests(int seed, S3User user, string bucket, string foreign)
{
    private static readonly string[] SignatureCodes =
    [
        "AccessDenied", "AuthorizationHeaderMalformed", "InvalidArgument", "InvalidRequest", "InvalidAccessKeyId", "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    ];

    private readonly Random _random = new(seed);

    public BadRequest Next() => _random.Next(15) switch
    {
        0 => SpoilTarget(),
        1 => SpoilBucket(),
        2 => SpoilKey(),
        3 => SpoilQuestion(),
        4 => SpoilAuthorization(),
        5 => SpoilLink(),
        6 or 7 => SpoilDocument(),
        8 => SpoilPolicy(),
        9 => SpoilPromise(),
        10 => TakeForeign(),
        11 => SpoilMethod(),
        12 => SpoilSource(),
        13 => SpoilUpload(),
        _ => Oversize(),
    };

    private BadRequest SpoilTarget()
    {
        var spoilt = Any("%", "%z", "%4", "%zz", "%ff", "%c0%af", "%ed%a0%80", "%00", "a%00b", "%f8%88%80%80%80");
        return Own(Any("GET", "PUT", "DELETE"), $"/{bucket}/{Letters(3)}{spoilt}", ["InvalidURI", ""]);
    }

    private BadRequest SpoilBucket()
    {
        var name = Any("ab", "A" + Letters(5), Letters(5) + "_x", Letters(64), "-" + Letters(5), Letters(5) + "-", "a..b", "a.-b",
            $"{_random.Next(256)}.{_random.Next(256)}.{_random.Next(256)}.{_random.Next(256)}", "%2e%2e%2e", "b%20c", "%C3%BCber");
        return Own(Any("GET", "PUT", "DELETE", "HEAD"), $"/{name}{Any("", "/key", "?acl", "?versions")}", ["InvalidBucketName"]);
    }

    private BadRequest SpoilKey() => _random.Next(2) == 0
        ? Own(Any("GET", "PUT", "DELETE"), $"/{bucket}/{Letters(1025 + _random.Next(200))}", ["KeyTooLongError"])
        : Own("PUT", $"/{bucket}/{string.Concat(Enumerable.Repeat("%C3%BC", 513))}", ["KeyTooLongError"]);

    private BadRequest SpoilQuestion()
    {
        var number = Any("x", "-1", "1.5", "0x10", "99999999999", "%E4%B8%80", "1%00");
        return _random.Next(6) switch
        {
            0 => Own("GET", $"/{bucket}?max-keys={number}", ["InvalidArgument", "InvalidURI"]),
            1 => Own("GET", $"/{bucket}?list-type=2&continuation-token={Any("%21", "a", "YWJj", Letters(3000))}", ["InvalidArgument"]),
            2 => Own("GET", $"/{bucket}?encoding-type={Letters(4)}", ["InvalidArgument"]),
            3 => Own("GET", $"/{bucket}?versions&version-id-marker={Letters(4)}", ["InvalidArgument"]),
            4 => Own("GET", $"/{bucket}?uploads&max-uploads={number}", ["InvalidArgument", "InvalidURI"]),
            _ => Own("GET", $"/?max-buckets={Any("0", "10001", number)}", ["InvalidArgument", "InvalidURI"]),
        };
    }

    private BadRequest SpoilAuthorization()
    {
        var day = Any("20200101", "2020", "x", "");
        var scope = $"{Any(user.AccessKeyId, Letters(20))}/{day}/us-east-1/{Any("s3", "ec2")}/{Any("aws4_request", "x")}";
        var header = _random.Next(5) switch
        {
            0 => Letters(_random.Next(1, 60)),
            1 => $"Bearer {Letters(40)}",
            2 => $"AWS {user.AccessKeyId}:{Letters(28)}",
            3 => $"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={Letters(64)}",
            _ => $"AWS4-HMAC-SHA256 {Letters(30)}={scope}",
        };
        (string, string)[] headers =
        [
            ("Authorization", header), ("x-amz-date", Any("20200101T000000Z", "x", "")), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        ];
        return new BadRequest(Any("GET", "PUT", "DELETE"), $"/{bucket}/key", [], headers, false, SignatureCodes);
    }

    private BadRequest SpoilLink()
    {
        string[] parameters =
        [
            $"X-Amz-Algorithm={Any("AWS4-HMAC-SHA256", Letters(5))}",
            $"X-Amz-Credential={user.AccessKeyId}%2F{Any("20200101", "x")}%2Fus-east-1%2Fs3%2Faws4_request",
            $"X-Amz-Date={Any("20200101T000000Z", "x", "99990101T000000Z")}",
            $"X-Amz-Expires={Any("60", "-1", "x", "9999999999")}",
            "X-Amz-SignedHeaders=host",
            $"X-Amz-Signature={Letters(64)}",
        ];
        var left = parameters.Where(_ => _random.Next(8) > 0).Append($"X-Amz-Signature={Letters(64)}");
        return new BadRequest(Any("GET", "PUT", "DELETE"), $"/{bucket}/key?{string.Join('&', left)}", [], [], false,
            [.. SignatureCodes, "AuthorizationQueryParametersError"]);
    }

    private BadRequest SpoilDocument()
    {
        var (setting, document) = _random.Next(7) switch
        {
            0 => ("cors", "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule>"
                + "</CORSConfiguration>"),
            1 => ("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"),
            2 => ("versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
            3 => ("ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>"
                + "</OwnershipControls>"),
            4 => ("publicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
                + "</PublicAccessBlockConfiguration>"),
            5 => ("acl", $"<AccessControlPolicy><Owner><ID>{user.Id}</ID></Owner><AccessControlList/></AccessControlPolicy>"),
            _ => ("delete", "<Delete><Object><Key>key</Key></Object></Delete>"),
        };
        var bytes = _random.Next(6) switch
        {
            0 => Encoding.UTF8.GetBytes(document[..^_random.Next(1, document.Length)]),
            1 => Encoding.UTF8.GetBytes(document.Replace(">", ">\u0001", StringComparison.Ordinal)),
            2 => [.. Encoding.UTF8.GetBytes(document[..9]), 0xff, .. Encoding.UTF8.GetBytes(document[9..])],
            3 => Encoding.UTF8.GetBytes($"<!DOCTYPE a [<!ENTITY b \"{Letters(9)}\">]>{document}"),
            4 => Encoding.UTF8.GetBytes($"<{Letters(6)}>{document}</{Letters(6)}>"),
            _ => Encoding.UTF8.GetBytes(document.Replace("</", "<Other/></", StringComparison.Ordinal)),
        };
        string[] codes = ["MalformedXML", "MalformedACLError"];
        return Own(setting == "delete" ? "POST" : "PUT", $"/{bucket}?{setting}", codes) with
        {
            Body = bytes,
            Headers = [("Content-MD5", Convert.ToBase64String(Md5Of(bytes)))],
        };
    }

    private BadRequest SpoilPolicy()
    {
        var statement = $$"""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{bucket}}/*"}""";
        var policy = _random.Next(8) switch
        {
            0 => Letters(20),
            1 => $$"""{"Version":"2012-10-17","Statement":[{{statement}}""",
            2 => $$"""{"Version":"{{Letters(8)}}","Statement":[{{statement}}]}""",
            3 => $$"""{"Version":"2012-10-17","Statement":[{{statement.Replace(bucket, foreign, StringComparison.Ordinal)}}]}""",
            4 => $$"""{"Version":"2012-10-17","Statement":[{{statement.Replace("Allow", Letters(4), StringComparison.Ordinal)}}]}""",
            5 => $$"""{"Version":"2012-10-17","Statement":[{{statement.Replace("GetObject", Letters(9), StringComparison.Ordinal)}}]}""",
            6 => $$"""{"Version":"2012-10-17","Statement":[{{statement}}],"{{Letters(5)}}":1}""",
            _ => new string('[', _random.Next(1, 5000)),
        };
        return Own("PUT", $"/{bucket}?policy", ["MalformedPolicy"]) with { Body = Encoding.UTF8.GetBytes(policy) };
    }

    private BadRequest SpoilPromise()
    {
        var (name, value) = _random.Next(6) switch
        {
            0 => ("Content-MD5", Any(Letters(5), "!", "AAAA")),
            1 => ("Content-MD5", Convert.ToBase64String(Bytes(16))),
            2 => ("x-amz-content-sha256", Letters(_random.Next(1, 64))),
            3 => ("x-amz-content-sha256", Convert.ToHexStringLower(Bytes(32))),
            4 => ("x-amz-checksum-crc32", Convert.ToBase64String(Bytes(4))),
            _ => (Any("x-amz-checksum-sha1", "x-amz-checksum-crc64nvme"), Any("!", "AA", Letters(9))),
        };
        string[] codes =
            ["InvalidDigest", "BadDigest", "InvalidArgument", "XAmzContentSHA256Mismatch", "InvalidRequest", "XAmzContentChecksumMismatch"];
        return Own("PUT", $"/{bucket}/key", codes) with { Body = Bytes(_random.Next(1, 20_000)), Headers = [(name, value)] };
    }

    private BadRequest TakeForeign() => _random.Next(3) switch
    {
        0 => Own(Any("GET", "PUT", "DELETE", "HEAD"), $"/{foreign}/{Any("key", Letters(5))}", ["AccessDenied"]),
        1 => Own(Any("GET", "DELETE"), $"/{foreign}{Any("", "?policy", "?tagging", "?cors")}", ["AccessDenied"]),
        _ => Own(Any("GET", "PUT", "DELETE"), $"/{Letters(20)}/key", ["NoSuchBucket"]),
    };

    private BadRequest SpoilMethod() => _random.Next(3) switch
    {
        0 => Own("PATCH", $"/{bucket}{Any("", "/key", "?acl")}", ["MethodNotAllowed"]),
        1 => Own(Any("PUT", "DELETE", "PATCH"), "/", ["MethodNotAllowed"]),
        _ => Own("OPTIONS", $"/{bucket}/key", ["BadRequest", "AccessForbidden"]) with
        {
            Headers = [("Origin", Any("", "http://a.example"))],
        },
    };

    private BadRequest SpoilSource()
    {
        var source = Any(
            "?", "/", Letters(5), $"/{foreign}/key", $"/{bucket}/{Letters(5)}", $"/{Letters(20)}/key", $"/{bucket}/%zz",
            $"{bucket}/key?versionId=x");
        string[] codes =
        [
            "InvalidArgument", "InvalidRequest", "AccessDenied", "NoSuchKey", "NoSuchBucket", "NoSuchVersion", "InvalidBucketName",
        ];
        return Own("PUT", $"/{bucket}/copy", codes) with { Headers = [("x-amz-copy-source", source)] };
    }

    private BadRequest SpoilUpload()
    {
        var part = Any("0", "-1", "10001", "x", "1");
        string[] codes = ["InvalidArgument", "NoSuchUpload", "MalformedXML"];
        return _random.Next(4) switch
        {
            0 => Own("PUT", $"/{bucket}/key?partNumber={part}&uploadId={Letters(20)}", codes) with { Body = Bytes(20) },
            1 => Own("DELETE", $"/{bucket}/key?uploadId={Letters(20)}", codes),
            2 => Own("GET", $"/{bucket}/key?uploadId={Any(Letters(20), "%2F..%2F", Letters(300))}", codes),
            _ => Own("POST", $"/{bucket}/key?uploadId={Letters(20)}", codes) with { Body = "<CompleteMultipartUpload/>"u8.ToArray() },
        };
    }

    private BadRequest Oversize()
    {
        var isHeader = _random.Next(2) == 0;
        return isHeader
            ? Own("PUT", $"/{bucket}/key", ["RequestHeaderSectionTooLarge", "MetadataTooLarge"]) with
            {
                Headers = [("x-amz-meta-a", new string('a', _random.Next(2100, 20_000)))],
            }
            : Own("PUT", $"/{bucket}?{Any("cors", "tagging", "acl")}", ["MaxMessageLengthExceeded"]) with
            {
                Body = new byte[_random.Next((64 << 10) + 1, 200 << 10)],
            };
    }

    private static BadRequest Own(string method, string target, string[] codes) => new(method, target, [], [], true, codes);

    private string Any(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];

    private string Letters(int count) => new([.. Enumerable.Range(0, count).Select(_ => (char)('a' + _random.Next(26)))]);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

#pragma warning disable CA5351 // It is what the header is defined by.
    private static byte[] Md5Of(byte[] bytes) => System.Security.Cryptography.MD5.HashData(bytes);
#pragma warning restore CA5351
}
