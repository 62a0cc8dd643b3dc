using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Access;

/// <summary>A bucket's policy as it is evaluated: an explicit denial wins over any number of permissions.</summary>
/// <param name="Statements">In any order.</param>
public sealed record BucketPolicy(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>Whether it lets in the public, as far as its text can tell (see <see cref="PublicPolicy"/>).</summary>
    public bool IsPublic { get; } = Statements.Any(PublicPolicy.IsPublic);

    /// <summary>What the policy says.</summary>
    /// <param name="action">What is to be done.</param>
    /// <param name="resource">The bucket's name, and for an object a slash and the key.</param>
    /// <param name="context">The request.</param>
    public PolicyVerdict Evaluate(S3Action action, string resource, AccessContext context)
    {
        var verdict = PolicyVerdict.Nothing;
        foreach (var statement in Statements)
        {
            switch (statement.Applies(action, resource, context))
            {
                case Truth.Yes when !statement.IsAllowing:
                    return PolicyVerdict.Denied;
                case Truth.Yes when verdict == PolicyVerdict.Nothing:
                    verdict = PolicyVerdict.Allowed;
                    break;
                case Truth.Unknown when !context.IsOfRequesterAlone:
                    verdict = PolicyVerdict.NeedsTags;
                    break;
                case Truth.Unknown when statement.IsAllowing:
                    verdict = PolicyVerdict.Allowed;
                    break;
            }
        }

        return verdict;
    }
}

/// <summary>A statement of a policy.</summary>
/// <param name="Sid">Its name; empty for none.</param>
/// <param name="IsAllowing">Whether it allows or denies.</param>
/// <param name="Principals">Whom it is about.</param>
/// <param name="Actions">What it is about.</param>
/// <param name="Resources">Which bucket and keys it is about.</param>
/// <param name="Conditions">What must hold besides; all of them.</param>
public sealed record PolicyStatement(
    string Sid,
    bool IsAllowing,
    PolicyPrincipals Principals,
    S3ActionSet Actions,
    PolicyResources Resources,
    ImmutableArray<PolicyCondition> Conditions)
{
    internal Truth Applies(S3Action action, string resource, AccessContext context)
    {
        if (!Actions.Contains(action) || !Principals.Match(context.Who) || !Resources.Match(resource, context))
            return Truth.No;
        var truth = Truth.Yes;
        foreach (var condition in Conditions)
        {
            switch (condition.Holds(context))
            {
                case Truth.No:
                    return Truth.No;
                case Truth.Unknown:
                    truth = Truth.Unknown;
                    break;
            }
        }

        return truth;
    }
}

/// <summary>Which bucket and keys a statement is about.</summary>
public sealed record PolicyResources
{
    private readonly ImmutableArray<TextPattern> _patterns;
    private readonly bool _areExcluded;

    internal PolicyResources(ImmutableArray<TextPattern> patterns, bool areExcluded) => (_patterns, _areExcluded) = (patterns, areExcluded);

    public bool Match(string resource, AccessContext context)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(resource, context))
                return !_areExcluded;
        }

        return _areExcluded;
    }
}

/// <summary>What a policy says of a request.</summary>
public enum PolicyVerdict
{
    /// <summary>It is silent.</summary>
    Nothing,

    /// <summary>It allows, and nothing in it denies.</summary>
    Allowed,

    /// <summary>It denies, whatever else allows.</summary>
    Denied,

    /// <summary>It depends on the object's tags, which are not known.</summary>
    NeedsTags,
}

/// <summary>Whether something holds, as far as is known.</summary>
internal enum Truth
{
    No,
    Yes,
    Unknown,
}
