using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansLld.ObjectStore.Access;

/// <summary>Reads a statement's conditions: operators, under each its keys, under each its values.</summary>
internal static class PolicyConditionParser
{
    private static readonly FrozenSet<string> Keys = new[]
    {
        "s3:prefix", "s3:delimiter", "s3:max-keys", "s3:VersionId", "s3:LocationConstraint", "s3:authType", "s3:signatureAge",
        "s3:signatureversion", "s3:TlsVersion", "s3:ResourceAccount", "s3:x-amz-acl", "s3:x-amz-content-sha256", "s3:x-amz-copy-source",
        "s3:x-amz-grant-full-control", "s3:x-amz-grant-read", "s3:x-amz-grant-read-acp", "s3:x-amz-grant-write",
        "s3:x-amz-grant-write-acp", "s3:x-amz-metadata-directive", "s3:x-amz-object-ownership", "s3:x-amz-server-side-encryption",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-server-side-encryption-customer-algorithm",
        "s3:x-amz-storage-class", "s3:x-amz-website-redirect-location", "s3:if-match", "s3:if-none-match", "s3:ObjectCreationOperation",
        "s3:RequestObjectTagKeys", "s3:DataAccessPointArn", "s3:DataAccessPointAccount", "s3:AccessPointNetworkOrigin",
        "s3:object-lock-mode", "s3:object-lock-retain-until-date", "s3:object-lock-remaining-retention-days",
        "s3:object-lock-legal-hold",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] KeysOfTags =
        [AccessContext.ExistingObjectTag, "s3:RequestObjectTag/", "s3:BucketTag/"];

    /// <summary>Reads the conditions.</summary>
    /// <returns>Default when they are refused.</returns>
    public static ImmutableArray<PolicyCondition> Parse(JsonElement element, bool hasVariables, out string? sentence)
    {
        sentence = null;
        if (element.ValueKind != JsonValueKind.Object)
            return Refuse("Invalid policy syntax.", out sentence);
        var conditions = ImmutableArray.CreateBuilder<PolicyCondition>();
        foreach (var byOperator in element.EnumerateObject())
        {
            if (ConditionOperator.Parse(byOperator.Name) is not { } compare)
                return Refuse($"Invalid Condition type : {byOperator.Name}", out sentence);
            if (byOperator.Value.ValueKind != JsonValueKind.Object)
                return Refuse("Invalid policy syntax.", out sentence);
            foreach (var byKey in byOperator.Value.EnumerateObject())
            {
                if (!IsKey(byKey.Name))
                    return Refuse("Policy has an invalid condition key", out sentence);
                if (Values(byKey.Value, compare.Comparison, hasVariables) is not { IsDefaultOrEmpty: false } values)
                    return Refuse($"Invalid value in condition {byOperator.Name} of {byKey.Name}", out sentence);
                conditions.Add(new PolicyCondition(compare, byKey.Name, values));
            }
        }

        return conditions.ToImmutable();
    }

    private static bool IsKey(string name) =>
        Keys.Contains(name)
        || (name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && name.Length > 4)
        || KeysOfTags.Any(prefix => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<ConditionValue> Values(JsonElement element, ConditionComparison comparison, bool hasVariables)
    {
        var values = ImmutableArray.CreateBuilder<ConditionValue>();
        foreach (var one in BucketPolicyParser.OneOrMany(element))
        {
            var text = one.ValueKind switch
            {
                JsonValueKind.String => one.GetString(),
                JsonValueKind.Number => one.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            };
            if (text is null || ConditionValue.Parse(text, comparison, hasVariables) is not { } value)
                return default;
            values.Add(value);
        }

        return values.ToImmutable();
    }

    private static ImmutableArray<PolicyCondition> Refuse(string why, out string? sentence)
    {
        sentence = why;
        return default;
    }
}
