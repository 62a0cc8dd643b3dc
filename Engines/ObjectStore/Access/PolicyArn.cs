namespace OrleansLld.ObjectStore.Access;

/// <summary>A resource of a policy: the bucket, some of its keys, or both.</summary>
/// <param name="Pattern">Of the bucket's name and, for objects, a slash and the key.</param>
/// <param name="MeansBucket">Whether the bucket itself may be meant.</param>
/// <param name="MeansObjects">Whether objects may be meant.</param>
internal sealed record PolicyArn(TextPattern Pattern, bool MeansBucket, bool MeansObjects)
{
    private const string Prefix = "arn:aws:s3:::";

    /// <summary>Reads <c>arn:aws:s3:::bucket</c> or <c>arn:aws:s3:::bucket/key</c>; null when it can mean nothing of this bucket.</summary>
    public static PolicyArn? Parse(string text, string bucket, bool hasVariables)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length == Prefix.Length)
            return null;
        var resource = text[Prefix.Length..];
        var pattern = TextPattern.Parse(resource, hasWildcards: true, hasVariables);
        // Which objects it means may not depend on their tags: a listing could not be decided then.
        if (pattern.Keys.Any(key => key.StartsWith(AccessContext.ExistingObjectTag, StringComparison.OrdinalIgnoreCase)))
            return null;
        var slash = resource.IndexOf('/');
        var name = slash < 0 ? resource : resource[..slash];
        var isOpen = slash < 0 && resource.Contains('*', StringComparison.Ordinal);
        if (!TextPattern.WithWildcards(name).Matches(bucket) && !(isOpen && MayBegin(name, bucket)))
            return null;
        return slash >= 0
            ? new PolicyArn(pattern, MeansBucket: false, MeansObjects: true)
            : new PolicyArn(pattern, TextPattern.WithWildcards(name).Matches(bucket), isOpen);
    }

    /// <summary>Whether keys of the bucket may fit a pattern that has a star and no slash.</summary>
    private static bool MayBegin(string pattern, string bucket)
    {
        var star = pattern.IndexOf('*');
        return TextPattern.WithWildcards(pattern[..(star + 1)]).Matches(bucket + "/");
    }
}
