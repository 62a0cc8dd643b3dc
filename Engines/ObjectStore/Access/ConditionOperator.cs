namespace OrleansLld.ObjectStore.Access;

/// <summary>How a condition compares, such as <c>ForAnyValue:StringNotLikeIfExists</c>.</summary>
/// <param name="Comparison">The comparison, without its negation.</param>
/// <param name="IsNegated">Whether it holds when the comparison does not.</param>
/// <param name="IsIfExists">Whether it holds when the request has no value.</param>
/// <param name="Quantifier">Which of several values must hold.</param>
internal readonly record struct ConditionOperator(
    ConditionComparison Comparison, bool IsNegated, bool IsIfExists, ConditionQuantifier Quantifier)
{
    private const string IfExists = "IfExists";

    /// <summary>Whether a request without the key passes.</summary>
    public bool HoldsWithoutValue => IsIfExists || Quantifier switch
    {
        ConditionQuantifier.AllValues => true,
        ConditionQuantifier.AnyValue => false,
        _ => IsNegated,
    };

    /// <summary>Reads an operator's name; null when there is none of it.</summary>
    public static ConditionOperator? Parse(string text)
    {
        var (quantifier, name) = text switch
        {
            _ when text.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase) => (ConditionQuantifier.AllValues, text[13..]),
            _ when text.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase) => (ConditionQuantifier.AnyValue, text[12..]),
            _ => (ConditionQuantifier.None, text),
        };
        var isIfExists = name.EndsWith(IfExists, StringComparison.OrdinalIgnoreCase);
        if (isIfExists)
            name = name[..^IfExists.Length];
        if (Compare(name.ToLowerInvariant()) is not { } compare || (isIfExists && compare.Comparison == ConditionComparison.Null))
            return null;
        return new ConditionOperator(compare.Comparison, compare.IsNegated, isIfExists, quantifier);
    }

    private static (ConditionComparison Comparison, bool IsNegated)? Compare(string name) => name switch
    {
        "stringequals" => (ConditionComparison.Text, false),
        "stringnotequals" => (ConditionComparison.Text, true),
        "stringequalsignorecase" => (ConditionComparison.TextInAnyCase, false),
        "stringnotequalsignorecase" => (ConditionComparison.TextInAnyCase, true),
        "stringlike" => (ConditionComparison.Pattern, false),
        "stringnotlike" => (ConditionComparison.Pattern, true),
        "arnequals" or "arnlike" => (ConditionComparison.Arn, false),
        "arnnotequals" or "arnnotlike" => (ConditionComparison.Arn, true),
        "numericequals" => (ConditionComparison.NumberEqual, false),
        "numericnotequals" => (ConditionComparison.NumberEqual, true),
        "numericlessthan" => (ConditionComparison.NumberLess, false),
        "numericlessthanequals" => (ConditionComparison.NumberLessOrEqual, false),
        "numericgreaterthan" => (ConditionComparison.NumberGreater, false),
        "numericgreaterthanequals" => (ConditionComparison.NumberGreaterOrEqual, false),
        "dateequals" => (ConditionComparison.DateEqual, false),
        "datenotequals" => (ConditionComparison.DateEqual, true),
        "datelessthan" => (ConditionComparison.DateLess, false),
        "datelessthanequals" => (ConditionComparison.DateLessOrEqual, false),
        "dategreaterthan" => (ConditionComparison.DateGreater, false),
        "dategreaterthanequals" => (ConditionComparison.DateGreaterOrEqual, false),
        "bool" => (ConditionComparison.Boolean, false),
        "binaryequals" => (ConditionComparison.Text, false),
        "ipaddress" => (ConditionComparison.Address, false),
        "notipaddress" => (ConditionComparison.Address, true),
        "null" => (ConditionComparison.Null, false),
        _ => null,
    };
}

internal enum ConditionComparison
{
    Text,
    TextInAnyCase,
    Pattern,
    Arn,
    NumberEqual,
    NumberLess,
    NumberLessOrEqual,
    NumberGreater,
    NumberGreaterOrEqual,
    DateEqual,
    DateLess,
    DateLessOrEqual,
    DateGreater,
    DateGreaterOrEqual,
    Boolean,
    Address,
    Null,
}

/// <summary>Which of a request's values for a key must fit.</summary>
internal enum ConditionQuantifier
{
    None,
    AnyValue,
    AllValues,
}
