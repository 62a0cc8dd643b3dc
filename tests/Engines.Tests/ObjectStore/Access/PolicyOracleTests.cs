using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore.Access;

/// <summary>Random policies and requests, against a reading of the policy's JSON that is as plain as the manual's.</summary>
public sealed class PolicyOracleTests
{
    private static readonly Gen<string> Effect = OneOf("Allow", "Allow", "Deny");
    private static readonly Gen<string> Action =
        OneOf("s3:GetObject", "s3:Get*", "s3:PutObject", "s3:*", "*", "s3:ListBucket", "s3:?etObject");

    private static readonly Gen<string> Resource =
        OneOf("box", "box/*", "box/a*", "*", "box/${aws:username}", "box/?b").Select(name => $"arn:aws:s3:::{name}");

    private static readonly Gen<string> Principal = OneOf("*", "11", "22", "arn:aws:iam::11:user/ann", "arn:aws:iam::22:root");
    private static readonly Gen<string> Compare = OneOf(
        "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringEqualsIfExists",
        "StringNotLikeIfExists", "ForAnyValue:StringLike", "ForAllValues:StringLike", "ForAllValues:StringNotEquals", "Null");

    private static readonly Gen<string> Key = OneOf("s3:prefix", "aws:Referer", "aws:username", "s3:ExistingObjectTag/t");
    private static readonly Gen<string> Value = OneOf("a", "A", "a*", "b", "true", "false", "${aws:username}", "ann");

    private static readonly Gen<JsonObject> Condition = Gen.Select(Compare, Key, Value.Array[1, 2]).Select(
        (compare, key, values) => new JsonObject
        {
            [compare] = new JsonObject { [key] = compare == "Null" ? JsonValue.Create(values[0] != "a") : Array(values) },
        });

    private static readonly Gen<JsonObject> Statement =
        Gen.Select(Effect, Principal.Array[1, 2], Action.Array[1, 2], Resource.Array[1, 2], Condition.Array[0, 1], Gen.Int[0, 7]).Select(
            (effect, principals, actions, resources, conditions, negated) => new JsonObject
            {
                ["Effect"] = effect,
                [negated == 0 && effect == "Deny" ? "NotPrincipal" : "Principal"] = new JsonObject { ["AWS"] = Array(principals) },
                [negated == 1 ? "NotAction" : "Action"] = Array(actions),
                [negated == 2 ? "NotResource" : "Resource"] = Array(resources),
                ["Condition"] = conditions.Length == 0 ? new JsonObject() : conditions[0],
            });

    private static readonly Gen<Request> Asked = Gen.Select(
        OneOf("-", "ann", "bob"),
        OneOf("GetObject", "PutObject", "ListBucket"),
        OneOf("a", "ab", "ann", "b", "*"),
        OneOf("", "a", "ab", "A"),
        OneOf("", "a", "ann"),
        OneOf("-", "", "a", "b").Select(tag => tag == "-" ? null : tag))
        .Select((who, action, key, prefix, referer, tag) =>
            new Request(who, action, action == "ListBucket" ? "" : key, prefix, referer, tag));

    [Fact]
    public void Every_policy_means_what_its_text_says() => Gen.Select(Statement.Array[1, 3], Asked).Sample(
        (statements, request) =>
        {
            var json = PolicyFixture.Policy([.. statements.Select(statement => statement.ToJsonString())]);
            var parsed = PolicyFixture.Parse(json);
            // An action that none of the resources can take makes a policy that nobody can store.
            if (parsed.Refusal is not null)
                return parsed.Refusal.Sentence == "Action does not apply to any resource(s) in statement";
            return parsed.Value.Evaluate(S3Action.Named(request.Action), request.Resource, request.Context) == Naive(statements, request);
        },
        iter: 30_000);

    // Without the tags, a denial that asks for none holds; else whatever would apply but for its tags makes them matter.
    private static PolicyVerdict Naive(JsonObject[] statements, Request request)
    {
        if (request.Tag is not null)
            return NaiveKnown(statements, request);
        var asking = statements.Where(AsksForTags).ToArray();
        var verdict = NaiveKnown([.. statements.Except(asking)], request);
        return verdict != PolicyVerdict.Denied && asking.Any(statement => Applies(statement, request, isConditionLeftOut: true))
            ? PolicyVerdict.NeedsTags
            : verdict;
    }

    private static PolicyVerdict NaiveKnown(JsonObject[] statements, Request request)
    {
        var applying = statements.Where(statement => Applies(statement, request, isConditionLeftOut: false));
        var effects = applying.Select(statement => statement["Effect"]!.ToString()).ToHashSet();
        return effects.Contains("Deny") ? PolicyVerdict.Denied : effects.Contains("Allow") ? PolicyVerdict.Allowed : PolicyVerdict.Nothing;
    }

    private static bool AsksForTags(JsonObject statement) =>
        statement["Condition"]!.ToJsonString().Contains("ExistingObjectTag", StringComparison.Ordinal);

    private static bool Applies(JsonObject statement, Request request, bool isConditionLeftOut) =>
        OneFits(statement, "Principal", text => text == "*" || request.Names.Contains(text))
        && OneFits(statement, "Action", text => Fits(text.Replace("s3:", "", StringComparison.Ordinal), request.Action))
        && OneFits(statement, "Resource", text => request.Fill(text) is { } filled && Fits(filled, $"arn:aws:s3:::{request.Resource}"))
        && (isConditionLeftOut
            || statement["Condition"]!.AsObject().All(one => one.Value!.AsObject().All(line => Holds(one.Key, line, request))));

    private static bool OneFits(JsonObject statement, string name, Func<string, bool> fits) => statement.ContainsKey(name)
        ? Texts(statement[name]!).Any(fits)
        : !Texts(statement[$"Not{name}"]!).Any(fits);

    private static bool Holds(string compare, KeyValuePair<string, JsonNode?> line, Request request)
    {
        var asked = request.Values(line.Key);
        if (compare == "Null")
            return Is(line.Value, "true") == (asked.Length == 0);
        var isNegated = compare.Contains("Not", StringComparison.Ordinal);
        if (asked.Length > 0)
            return asked.All(value => isNegated != Texts(line.Value!).Any(text => Compares(compare, request.Fill(text), value)));
        return compare.EndsWith("IfExists", StringComparison.Ordinal)
            || compare.StartsWith("ForAllValues", StringComparison.Ordinal)
            || (isNegated && !compare.StartsWith("ForAny", StringComparison.Ordinal));
    }

    private static bool Compares(string compare, string? expected, string value) => expected is not null && (compare switch
    {
        _ when compare.Contains("Like", StringComparison.Ordinal) => Fits(expected, value),
        "StringEqualsIgnoreCase" => expected.Equals(value, StringComparison.OrdinalIgnoreCase),
        _ => expected == value,
    });

    private static bool Fits(string pattern, string text)
    {
        var escaped = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        return Regex.IsMatch(text, $"^{escaped}$");
    }

    private static IEnumerable<string> Texts(JsonNode node) => node switch
    {
        JsonArray many => many.Select(one => one!.ToString()),
        JsonObject named => Texts(named["AWS"]!),
        _ => [node.ToString()],
    };

    private static bool Is(JsonNode? node, string text) => node!.ToJsonString().Trim('"') == text;

    private static JsonArray Array(string[] texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private sealed record Request(string Who, string Action, string Key, string Prefix, string Referer, string? Tag)
    {
        public string Resource => Key.Length == 0 ? "box" : $"box/{Key}";

        public string[] Names => Who switch
        {
            "ann" => ["11", "arn:aws:iam::11:user/ann"],
            "bob" => ["22", "arn:aws:iam::22:root"],
            _ => [],
        };

        public AccessContext Context => new(
            PolicyFixture.Who(Who),
            [.. Named("s3:prefix", Prefix), .. Named("aws:Referer", Referer)],
            PolicyFixture.Noon,
            Tag is null ? null : Named("t", Tag));

        public string[] Values(string key) => key switch
        {
            "s3:prefix" => Given(Prefix),
            "aws:Referer" => Given(Referer),
            "aws:username" => Who == "-" ? [] : [Who],
            _ => Given(Tag!),
        };

        public string? Fill(string text) =>
            !text.Contains("${aws:username}", StringComparison.Ordinal) ? text
            : Who == "-" ? null
            : text.Replace("${aws:username}", Who, StringComparison.Ordinal);

        private static string[] Given(string value) => value.Length == 0 ? [] : [value];

        private static ImmutableArray<NamedValue> Named(string name, string value) =>
            value.Length == 0 ? [] : [new NamedValue(name, value)];
    }
}
