using System.Globalization;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>How the reading of a write's conditions ended.</summary>
public enum WriteConditionOutcome
{
    /// <summary>They are read.</summary>
    Read,

    /// <summary>A combination or value that S3 does not know either.</summary>
    NotImplemented,

    /// <summary>A time or size that is none.</summary>
    Invalid,
}

/// <summary>What a write or delete asks of the object that is there.</summary>
/// <param name="IfAbsent">There must be none.</param>
/// <param name="IfTag">Its entity tag without quotes, or <see cref="EntityTagParser.Any"/>; null for no matter.</param>
/// <param name="IfModifiedAt">When it was written, to the second; null for no matter.</param>
/// <param name="IfBytes">Its size; null for no matter.</param>
public readonly record struct WrittenConditions(bool IfAbsent, string? IfTag, DateTimeOffset? IfModifiedAt, long? IfBytes);

/// <summary>The conditions of writes and deletes.</summary>
public static class WriteConditionParser
{
    /// <summary>Those of a write: one entity tag, or that there is no object, but not both.</summary>
    public static WriteConditionOutcome ParsePut(string? ifMatch, string? ifNoneMatch, out WrittenConditions conditions)
    {
        conditions = new WrittenConditions(ifNoneMatch is not null, ifMatch is null ? null : EntityTagParser.Bare(ifMatch), null, null);
        return ifNoneMatch is null || (EntityTagParser.Bare(ifNoneMatch) == EntityTagParser.Any && ifMatch is null)
            ? WriteConditionOutcome.Read
            : WriteConditionOutcome.NotImplemented;
    }

    /// <summary>Those of a delete, from its headers or its line in a list of deletes.</summary>
    public static WriteConditionOutcome ParseDelete(string? ifMatch, string? modifiedAt, string? size, out WrittenConditions conditions)
    {
        DateTimeOffset? time = null;
        long? bytes = null;
        var isValid = true;
        if (modifiedAt is not null)
        {
            isValid = HttpDateParser.TryParse(modifiedAt, out var read);
            time = read;
        }

        if (size is not null)
        {
            isValid &= long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var read);
            bytes = read;
        }

        conditions = new WrittenConditions(false, ifMatch is null ? null : EntityTagParser.Bare(ifMatch), time, bytes);
        return isValid ? WriteConditionOutcome.Read : WriteConditionOutcome.Invalid;
    }
}
