using System.Collections.Frozen;

namespace OrleansLld.ObjectStore.Access;

/// <summary>
/// When a policy is public. S3 reasons the other way round: a statement that allows everybody is public unless a condition ties it to
/// fixed values (without wildcards and variables) of one of a few keys that the requester cannot choose.
/// </summary>
internal static class PublicPolicy
{
    private static readonly FrozenSet<string> TyingKeys = new[]
    {
        "aws:SourceIp", "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceOwner", "aws:SourceAccount", "aws:SourceOrgID",
        "aws:SourceOrgPaths", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:userid",
        "aws:username", "s3:DataAccessPointArn", "s3:DataAccessPointAccount", "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsPublic(PolicyStatement statement) =>
        statement.IsAllowing
        && (statement.Principals.Everybody || statement.Principals.IsExcluded)
        && !statement.Conditions.Any(Ties);

    private static bool Ties(PolicyCondition condition)
    {
        var compare = condition.Operator;
        if (!TyingKeys.Contains(condition.Key) || compare.IsNegated || compare.HoldsWithoutValue)
            return false;
        return compare.Comparison switch
        {
            ConditionComparison.Address => condition.Values.All(value => !value.Addresses.IsBroad),
            ConditionComparison.Text or ConditionComparison.TextInAnyCase or ConditionComparison.Pattern or ConditionComparison.Arn =>
                condition.Values.All(value => value.IsFixed),
            _ => false,
        };
    }
}
