namespace OrleansLld.ObjectStore.Wire;

/// <summary>How a field is held against a condition.</summary>
public enum PostMatch
{
    /// <summary>It is the value.</summary>
    Equal,

    /// <summary>It begins with the value; anything begins with nothing.</summary>
    StartsWith,
}

/// <summary>What one field of a form has to be.</summary>
/// <param name="Field">The field's name in lower case.</param>
/// <param name="Match">How it is compared.</param>
/// <param name="Value">With what.</param>
public readonly record struct PostCondition(string Field, PostMatch Match, string Value)
{
    /// <summary>Whether the field is as it has to be; one that was not sent is empty.</summary>
    public bool Holds(string? field)
    {
        var value = Value;
        return Match == PostMatch.Equal
            ? field == value
            : Field == ObjectHeaders.ContentType
                ? (field ?? "").Split(',', StringSplitOptions.TrimEntries).All(type => type.StartsWith(value, StringComparison.Ordinal))
                : (field ?? "").StartsWith(value, StringComparison.Ordinal);
    }

    /// <summary>As error messages quote it.</summary>
    public override string ToString() => $"[\"{(Match == PostMatch.Equal ? "eq" : "starts-with")}\", \"${Field}\", \"{Value}\"]";
}

/// <summary>What may be uploaded by whoever has a form with this policy: every field must be foreseen by a condition.</summary>
/// <param name="expiration">Until when.</param>
/// <param name="conditions">What the fields have to be.</param>
/// <param name="length">How long the file may be; null for any length.</param>
public sealed class PostPolicy(DateTimeOffset expiration, IReadOnlyList<PostCondition> conditions, (long Min, long Max)? length)
{
    private const string IgnoredPrefix = "x-ignore-";

    private static readonly string[] Unconditional =
        ["file", "policy", "signature", "awsaccesskeyid", "x-amz-signature"];

    /// <summary>How long the file may be.</summary>
    public (long Min, long Max) Length { get; } = length ?? (0, long.MaxValue);

    /// <summary>Why the form is not what the policy foresees, in words; null where it is.</summary>
    /// <param name="fields">The fields by their names in lower case, with the bucket as one of them and the file's name put in.</param>
    /// <param name="now">The time of the upload.</param>
    public string? Violation(IReadOnlyList<KeyValuePair<string, string>> fields, DateTimeOffset now)
    {
        if (now >= expiration)
            return "Policy expired.";
        foreach (var condition in conditions)
        {
            if (!condition.Holds(fields.FirstOrDefault(field => field.Key == condition.Field).Value))
                return $"Policy Condition failed: {condition}";
        }

        var extra = fields.Select(field => field.Key)
            .Where(name => !Unconditional.Contains(name) && !name.StartsWith(IgnoredPrefix, StringComparison.Ordinal))
            .Where(name => conditions.All(condition => condition.Field != name))
            .ToList();
        return extra.Count == 0 ? null : $"Extra input fields: {string.Join(", ", extra)}";
    }
}
