using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>Reads the policy of a form, which says what may be uploaded with a signature.</summary>
public static class PostPolicyParser
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, MaxDepth = 8 };

    private static readonly string[] DateFormats =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyyMMdd'T'HHmmss'Z'"];

    /// <summary>Reads a policy.</summary>
    /// <param name="base64">The field <c>policy</c>.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="fault">What is wrong with it, in words; empty where nothing is.</param>
    public static bool TryParse(string base64, out PostPolicy? policy, out string fault)
    {
        policy = null;
        try
        {
            // Base64 may have been broken into lines.
            var json = WithoutDollarEscapes(Encoding.UTF8.GetString(Convert.FromBase64String(base64)));
            using var document = JsonDocument.Parse(json, Options);
            policy = Read(document.RootElement);
            fault = "";
            return true;
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            fault = failure is PolicyFormatException ? failure.Message : "Invalid Policy: Invalid JSON.";
            return false;
        }
    }

    private static PostPolicy Read(JsonElement root)
    {
        Require(root.ValueKind == JsonValueKind.Object, "Invalid JSON.");
        JsonElement? expiration = null, conditions = null;
        foreach (var property in root.EnumerateObject())
        {
            if (property.NameEquals("expiration"))
                expiration = property.Value;
            else if (property.NameEquals("conditions"))
                conditions = property.Value;
            else
                throw new PolicyFormatException($"Unexpected: '{property.Name}'.");
        }

        Require(expiration is not null, "Policy missing expiration.");
        Require(conditions is { ValueKind: JsonValueKind.Array }, "Policy missing conditions.");
        var text = expiration!.Value.ValueKind == JsonValueKind.String ? expiration.Value.GetString()! : "";
        Require(
            DateTimeOffset.TryParseExact(
                text,
                DateFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time),
            $"Invalid 'expiration' value: '{text}'");

        (long Min, long Max)? length = null;
        var list = new List<PostCondition>();
        foreach (var condition in conditions!.Value.EnumerateArray())
        {
            if (condition.ValueKind == JsonValueKind.Array && IsLength(condition))
                length = ReadLength(condition);
            else
                list.Add(condition.ValueKind == JsonValueKind.Array ? ReadList(condition) : ReadSimple(condition));
        }

        return new PostPolicy(time, list, length);
    }

    private static PostCondition ReadSimple(JsonElement condition)
    {
        Require(condition.ValueKind == JsonValueKind.Object, "Invalid Condition: neither a list nor an object.");
        var properties = condition.EnumerateObject().ToList();
        Require(properties.Count == 1, "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
        Require(properties[0].Value.ValueKind == JsonValueKind.String, "Invalid Simple-Condition: value must be a string.");
        return new PostCondition(properties[0].Name.ToLowerInvariant(), PostMatch.Equal, properties[0].Value.GetString()!);
    }

    private static PostCondition ReadList(JsonElement condition)
    {
        var words = condition.EnumerateArray().ToList();
        Require(
            words.Count == 3 && words.TrueForAll(word => word.ValueKind == JsonValueKind.String),
            "Invalid Condition: a condition has an operation, a field and a value.");
        var field = words[1].GetString()!;
        Require(field.StartsWith('$'), "Invalid Condition: the field begins with '$'.");
        var match = words[0].GetString()!.ToLowerInvariant() switch
        {
            "eq" => PostMatch.Equal,
            "starts-with" => PostMatch.StartsWith,
            var other => throw new PolicyFormatException($"Invalid Condition: unknown operation '{other}'."),
        };
        return new PostCondition(field[1..].ToLowerInvariant(), match, words[2].GetString()!);
    }

    private static bool IsLength(JsonElement condition) =>
        condition.GetArrayLength() > 0
        && condition[0].ValueKind == JsonValueKind.String
        && condition[0].GetString()!.Equals("content-length-range", StringComparison.OrdinalIgnoreCase);

    private static (long Min, long Max) ReadLength(JsonElement condition)
    {
        Require(condition.GetArrayLength() == 3, "Invalid Content-Length-Range: a range has a least and a greatest length.");
        var (min, max) = (ReadNumber(condition[1]), ReadNumber(condition[2]));
        Require(min >= 0 && max >= min, "Invalid Content-Length-Range: the lengths are not in order.");
        return (min, max);
    }

    private static long ReadNumber(JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    /// <summary>A dollar sign may be escaped in a policy, which JSON does not know.</summary>
    private static string WithoutDollarEscapes(string json)
    {
        if (!json.Contains("\\$", StringComparison.Ordinal))
            return json;
        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            var isEscape = json[i] == '\\' && i + 1 < json.Length;
            if (!isEscape || json[i + 1] != '$')
                text.Append(json[i]);
            if (isEscape)
                text.Append(json[++i]);
        }

        return text.ToString();
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
            throw new PolicyFormatException(fault);
    }

    private sealed class PolicyFormatException(string fault) : FormatException($"Invalid Policy: {fault}");
}
