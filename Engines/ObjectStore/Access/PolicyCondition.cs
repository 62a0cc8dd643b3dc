using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Access;

/// <summary>
/// One line of a statement's conditions: an operator, a key, and values of which one must fit (or, for a negated operator, none may).
/// </summary>
public sealed record PolicyCondition
{
    private readonly ImmutableArray<ConditionValue> _values;

    internal PolicyCondition(ConditionOperator condition, string key, ImmutableArray<ConditionValue> values) =>
        (Operator, Key, _values) = (condition, key, values);

    public string Key { get; }

    internal ConditionOperator Operator { get; }

    internal ImmutableArray<ConditionValue> Values => _values;

    internal Truth Holds(AccessContext context)
    {
        if (context.IsUnknown(Key) || _values.Any(value => value.NeedsTags(context)))
            return Truth.Unknown;
        return IsTrue(context) ? Truth.Yes : Truth.No;
    }

    private bool IsTrue(AccessContext context)
    {
        var asked = context.Find(Key);
        if (Operator.Comparison == ConditionComparison.Null)
            return _values.Any(value => value.IsTrue == (asked.Count == 0));
        if (asked.Count == 0)
            return Operator.HoldsWithoutValue;
        return Operator.Quantifier switch
        {
            ConditionQuantifier.AllValues => asked.All(text => Fits(text, context) != Operator.IsNegated),
            ConditionQuantifier.AnyValue => asked.Any(text => Fits(text, context) != Operator.IsNegated),
            _ => asked.Any(text => Fits(text, context)) != Operator.IsNegated,
        };
    }

    private bool Fits(string text, AccessContext context)
    {
        foreach (var value in _values)
        {
            if (value.Fits(text, Operator.Comparison, context))
                return true;
        }

        return false;
    }
}
