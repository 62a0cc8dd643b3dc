using System.Collections.Immutable;
using System.Text;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore.Access;

/// <summary>Policies and requests as short texts. The bucket is <c>box</c>; Ann (11) owns it, Bob (22) does not.</summary>
internal static class PolicyFixture
{
    public const string Bucket = "box";

    public static readonly AccessRequester Ann = new("11", "ann");
    public static readonly AccessRequester Bob = new("22", "bob");
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A statement that allows everybody everything, with these fields in place of its own.</summary>
    public static string Statement(params (string Field, string Json)[] fields)
    {
        var all = new Dictionary<string, string>
        {
            ["Effect"] = "\"Allow\"",
            ["Principal"] = "\"*\"",
            ["Action"] = "\"s3:*\"",
            ["Resource"] = """["arn:aws:s3:::box", "arn:aws:s3:::box/*"]""",
        };
        foreach (var (field, json) in fields)
        {
            if (field.StartsWith("Not", StringComparison.Ordinal))
                all.Remove(field[3..]);
            all[field] = json;
        }

        return $"{{{string.Join(", ", all.Where(field => field.Value.Length > 0).Select(field => $"\"{field.Key}\": {field.Value}"))}}}";
    }

    public static string Policy(params string[] statements) =>
        $$"""{"Version": "2012-10-17", "Statement": [{{string.Join(", ", statements)}}]}""";

    public static Parsed<BucketPolicy> Parse(string json) => BucketPolicyParser.Parse(Encoding.UTF8.GetBytes(json), Bucket);

    public static BucketPolicy Read(params string[] statements)
    {
        var read = Parse(Policy(statements));
        read.Refusal.ShouldBeNull();
        return read.Value;
    }

    /// <summary>Nobody (<c>-</c>), <c>ann</c>, <c>bob</c>, or another account as <c>number/handle</c>.</summary>
    public static AccessRequester Who(string name) => name switch
    {
        "-" => AccessRequester.Anonymous,
        "ann" => Ann,
        "bob" => Bob,
        _ => new AccessRequester(name.Split('/')[0], name.Split('/')[1]),
    };

    /// <summary>Values as <c>key=value; key=value</c>.</summary>
    public static ImmutableArray<NamedValue> Values(string text)
    {
        var pairs = text.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2));
        return [.. pairs.Select(pair => new NamedValue(pair[0], pair[1]))];
    }

    public static PolicyVerdict Evaluate(
        this BucketPolicy policy, string who, string action, string key, string values = "", string? tags = "") => policy.Evaluate(
            S3Action.Named(action),
            key.Length == 0 ? Bucket : $"{Bucket}/{key}",
            new AccessContext(Who(who), Values(values), Noon, tags is null ? null : Values(tags)));
}
