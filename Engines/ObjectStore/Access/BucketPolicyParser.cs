using System.Collections.Immutable;
using System.Text.Json;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore.Access;

/// <summary>Reads a bucket's policy. Whatever S3 would not take, or this house could not honour, is refused in words.</summary>
public sealed class BucketPolicyParser
{
    public const int BytesMax = 20 << 10;

    private const int DepthMax = 12;

    private readonly string _bucket;
    private string? _sentence;
    private bool _hasVariables;

    private BucketPolicyParser(string bucket) => _bucket = bucket;

    /// <summary>Reads a policy.</summary>
    /// <param name="json">As it was sent.</param>
    /// <param name="bucket">The bucket that it is for.</param>
    public static Parsed<BucketPolicy> Parse(ReadOnlyMemory<byte> json, string bucket)
    {
        if (json.Length > BytesMax)
            return Refuse("Policy exceeds the maximum allowed document size.");
        if (json.IsEmpty || json.Span[0] != (byte)'{')
            return Refuse("Policies must be valid JSON and the first byte must be '{'");
        var parser = new BucketPolicyParser(bucket);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = DepthMax, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(json, options);
            return parser.Read(document.RootElement) is { } policy ? policy : Refuse(parser._sentence!);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // An invalid operation is a text that is no Unicode.
            return Refuse("This policy contains invalid Json");
        }
    }

    /// <summary>Why a policy is refused; null when it is not.</summary>
    public static WireRefusal? Check(ReadOnlyMemory<byte> json, string bucket) => Parse(json, bucket).Refusal;

    /// <summary>Whether a policy that was accepted lets in the public.</summary>
    public static bool IsPublic(ReadOnlyMemory<byte> json, string bucket) =>
        Parse(json, bucket) is { Refusal: null, Value.IsPublic: true };

    private static WireRefusal Refuse(string sentence) => new(WireFault.MalformedPolicy, sentence);

    private BucketPolicy? Read(JsonElement root)
    {
        JsonElement? statements = null;
        foreach (var field in root.EnumerateObject())
        {
            switch (field.Name)
            {
                case "Version" when Text(field.Value) is "2012-10-17" or "2008-10-17":
                    _hasVariables = Text(field.Value) == "2012-10-17";
                    break;
                case "Version":
                    return Fail<BucketPolicy>("The policy must contain a valid version string");
                case "Id" or "ID" when Text(field.Value) is not null:
                    break;
                case "Statement":
                    statements = field.Value;
                    break;
                default:
                    return Fail<BucketPolicy>($"Unknown field {field.Name}");
            }
        }

        if (statements is not { } found)
            return Fail<BucketPolicy>("Missing required field Statement");
        var read = ImmutableArray.CreateBuilder<PolicyStatement>();
        foreach (var one in OneOrMany(found))
        {
            if (ReadStatement(one) is not { } statement)
                return null;
            read.Add(statement);
        }

        if (read.Count == 0)
            return Fail<BucketPolicy>("Statement is empty!");
        if (read.Where(statement => statement.Sid.Length > 0).GroupBy(statement => statement.Sid).Any(group => group.Skip(1).Any()))
            return Fail<BucketPolicy>("Statement IDs (SID) in a single policy must be unique.");
        return new BucketPolicy(read.ToImmutable());
    }

    private PolicyStatement? ReadStatement(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return Fail<PolicyStatement>("Invalid policy syntax.");
        if (Fields(element) is not { } fields)
            return null;
        if (!fields.TryGetValue("Effect", out var effect))
            return Fail<PolicyStatement>("Missing required field Effect");
        if (Text(effect) is not ("Allow" or "Deny"))
            return Fail<PolicyStatement>($"Invalid effect: {effect}");
        if ((fields.TryGetValue("Sid", out var name) ? Text(name) : "") is not { } sid)
            return Fail<PolicyStatement>("Invalid policy syntax.");
        if (OneOf(fields, "Principal", "NotPrincipal") is not { } principal
            || OneOf(fields, "Action", "NotAction") is not { } action
            || OneOf(fields, "Resource", "NotResource") is not { } resource)
            return null;

        var isAllowing = Text(effect) == "Allow";
        if (isAllowing && principal.IsNegated)
            return Fail<PolicyStatement>("Allow with NotPrincipal is not allowed");
        if (ReadPrincipals(principal) is not { } principals
            || ReadActions(action) is not { } actions
            || ReadResources(resource, actions, action.IsNegated) is not { } resources)
            return null;
        return ReadConditions(fields) is { IsDefault: false } conditions
            ? new PolicyStatement(sid, isAllowing, principals, actions, resources, conditions)
            : null;
    }

    private Dictionary<string, JsonElement>? Fields(JsonElement element)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            if (field.Name is not ("Sid" or "Effect" or "Principal" or "NotPrincipal" or "Action" or "NotAction" or "Resource"
                or "NotResource" or "Condition"))
                return Fail<Dictionary<string, JsonElement>>($"Unknown field {field.Name}");
            fields.Add(field.Name, field.Value);
        }

        return fields;
    }

    private Element? OneOf(Dictionary<string, JsonElement> fields, string name, string negatedName)
    {
        var isPlain = fields.TryGetValue(name, out var plain);
        var isNegated = fields.TryGetValue(negatedName, out var negated);
        if (isPlain != isNegated)
            return new Element(isPlain ? plain : negated, isNegated);
        _sentence ??= isPlain ? "Invalid policy syntax." : $"Missing required field {name}";
        return null;
    }

    private PolicyPrincipals? ReadPrincipals(Element element)
    {
        const string Invalid = "Invalid principal in policy";
        if (Text(element.Value) == "*")
            return new PolicyPrincipals(true, [], element.IsNegated);
        if (element.Value.ValueKind != JsonValueKind.Object)
            return Fail<PolicyPrincipals>(Invalid);
        var everybody = false;
        var named = ImmutableArray.CreateBuilder<PolicyPrincipal>();
        foreach (var kind in element.Value.EnumerateObject())
        {
            if (Texts(kind.Value) is not { IsDefault: false } texts)
                return Fail<PolicyPrincipals>(Invalid);
            foreach (var text in texts)
            {
                PolicyPrincipal? principal = kind.Name switch
                {
                    "AWS" when text == "*" => PolicyPrincipal.Stranger,
                    "AWS" => PolicyPrincipal.Parse(text),
                    "CanonicalUser" when AclNames.IsAccount(text) => new PolicyPrincipal(text, ""),
                    "Service" or "Federated" when text.Length > 0 => PolicyPrincipal.Stranger,
                    _ => null,
                };
                if (principal is not { } found)
                    return Fail<PolicyPrincipals>(Invalid);
                everybody |= kind.Name == "AWS" && text == "*";
                named.Add(found);
            }
        }

        return named.Count > 0 ? new PolicyPrincipals(everybody, named.ToImmutable(), element.IsNegated) : Fail<PolicyPrincipals>(Invalid);
    }

    private S3ActionSet? ReadActions(Element element)
    {
        if (Texts(element.Value) is { IsDefaultOrEmpty: false } texts)
        {
            var actions = default(S3ActionSet);
            foreach (var text in texts)
            {
                var meant = S3ActionSet.Of(text);
                if (meant.IsEmpty)
                    return FailActions();
                actions = actions.With(meant);
            }

            return element.IsNegated ? actions.Others : actions;
        }

        return FailActions();
    }

    private S3ActionSet? FailActions()
    {
        _sentence ??= "Policy has invalid action";
        return null;
    }

    private PolicyResources? ReadResources(Element element, S3ActionSet? actions, bool areActionsNegated)
    {
        if (Texts(element.Value) is not { IsDefaultOrEmpty: false } texts)
            return Fail<PolicyResources>("Policy has invalid resource");
        var patterns = ImmutableArray.CreateBuilder<TextPattern>();
        var (meansBucket, meansObjects) = (element.IsNegated, element.IsNegated);
        foreach (var text in texts)
        {
            if (PolicyArn.Parse(text, _bucket, _hasVariables) is not { } arn)
                return Fail<PolicyResources>("Policy has invalid resource");
            meansBucket |= arn.MeansBucket;
            meansObjects |= arn.MeansObjects;
            patterns.Add(arn.Pattern);
        }

        if (!areActionsNegated && !actions!.Value.Actions.Any(action => action.IsOfObject ? meansObjects : meansBucket))
            return Fail<PolicyResources>("Action does not apply to any resource(s) in statement");
        return new PolicyResources(patterns.ToImmutable(), element.IsNegated);
    }

    private ImmutableArray<PolicyCondition> ReadConditions(Dictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue("Condition", out var element))
            return [];
        var conditions = PolicyConditionParser.Parse(element, _hasVariables, out var sentence);
        _sentence ??= sentence;
        return conditions;
    }

    /// <summary>A text or a list of texts; default when it is something else.</summary>
    internal static ImmutableArray<string> Texts(JsonElement element)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var one in OneOrMany(element))
        {
            if (one.ValueKind != JsonValueKind.String)
                return default;
            texts.Add(one.GetString()!);
        }

        return texts.ToImmutable();
    }

    internal static IEnumerable<JsonElement> OneOrMany(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private T? Fail<T>(string sentence)
        where T : class
    {
        _sentence ??= sentence;
        return null;
    }

    private sealed record Element(JsonElement Value, bool IsNegated);
}
