using System.Collections.Immutable;
using System.Globalization;

namespace OrleansLld.ObjectStore.Access;

/// <summary>A value that a policy compares with, read once for its operator.</summary>
internal sealed class ConditionValue
{
    private readonly TextPattern? _text;
    private readonly ImmutableArray<TextPattern> _arn;
    private readonly decimal _number;
    private readonly DateTimeOffset _date;
    private readonly AddressRange _addresses;

    private ConditionValue(
        TextPattern? text = null,
        ImmutableArray<TextPattern> arn = default,
        decimal number = 0,
        DateTimeOffset date = default,
        bool isTrue = false,
        AddressRange addresses = default) =>
        (_text, _arn, _number, _date, IsTrue, _addresses) = (text, arn, number, date, isTrue, addresses);

    public bool IsTrue { get; }

    public AddressRange Addresses => _addresses;

    /// <summary>Whether it means one text only, whoever asks.</summary>
    public bool IsFixed => _text?.IsFixed ?? _arn.All(part => part.IsFixed);

    /// <summary>Reads a value for a comparison; null when it cannot be one.</summary>
    public static ConditionValue? Parse(string text, ConditionComparison comparison, bool hasVariables)
    {
        switch (comparison)
        {
            case ConditionComparison.Text or ConditionComparison.TextInAnyCase:
                return new ConditionValue(TextPattern.Parse(text, hasWildcards: false, hasVariables));
            case ConditionComparison.Pattern:
                return new ConditionValue(TextPattern.Parse(text, hasWildcards: true, hasVariables));
            case ConditionComparison.Arn:
                var parts = ArnParts(text).Select(part => TextPattern.Parse(part, hasWildcards: true, hasVariables));
                return new ConditionValue(arn: [.. parts]);
            case >= ConditionComparison.NumberEqual and <= ConditionComparison.NumberGreaterOrEqual:
                return Number(text) is { } number ? new ConditionValue(number: number) : null;
            case >= ConditionComparison.DateEqual and <= ConditionComparison.DateGreaterOrEqual:
                return Date(text) is { } date ? new ConditionValue(date: date) : null;
            case ConditionComparison.Boolean or ConditionComparison.Null:
                return bool.TryParse(text, out var isTrue) ? new ConditionValue(isTrue: isTrue) : null;
            case ConditionComparison.Address:
                return AddressRange.Parse(text) is { } range ? new ConditionValue(addresses: range) : null;
            default:
                throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not a comparison.");
        }
    }

    /// <summary>Whether a variable in it stands for a tag of the object, which is not known.</summary>
    public bool NeedsTags(AccessContext context) =>
        (_text?.Keys.Any(context.IsUnknown) ?? false) || (!_arn.IsDefault && _arn.Any(part => part.Keys.Any(context.IsUnknown)));

    /// <summary>Whether a value of the request fits. One that cannot be read as what is compared does not.</summary>
    public bool Fits(string asked, ConditionComparison comparison, AccessContext context) => comparison switch
    {
        ConditionComparison.Text or ConditionComparison.Pattern => _text!.Matches(asked, context),
        ConditionComparison.TextInAnyCase => _text!.Matches(asked, context, ignoreCase: true),
        ConditionComparison.Arn => FitsArn(asked, context),
        ConditionComparison.NumberEqual => Number(asked) == _number,
        ConditionComparison.NumberLess => Number(asked) < _number,
        ConditionComparison.NumberLessOrEqual => Number(asked) <= _number,
        ConditionComparison.NumberGreater => Number(asked) > _number,
        ConditionComparison.NumberGreaterOrEqual => Number(asked) >= _number,
        ConditionComparison.DateEqual => Date(asked) == _date,
        ConditionComparison.DateLess => Date(asked) < _date,
        ConditionComparison.DateLessOrEqual => Date(asked) <= _date,
        ConditionComparison.DateGreater => Date(asked) > _date,
        ConditionComparison.DateGreaterOrEqual => Date(asked) >= _date,
        ConditionComparison.Boolean => bool.TryParse(asked, out var isTrue) && isTrue == IsTrue,
        ConditionComparison.Address => _addresses.Contains(asked),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not a comparison of values."),
    };

    /// <summary>Part by part, so that a star never reaches over a colon into the next part.</summary>
    private bool FitsArn(string asked, AccessContext context)
    {
        var parts = ArnParts(asked);
        if (parts.Length != _arn.Length)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!_arn[i].Matches(parts[i], context))
                return false;
        }

        return true;
    }

    private static string[] ArnParts(string text) => text.Split(':', 6);

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static DateTimeOffset? Date(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
    }
}
