namespace OrleansLld.ObjectStore.Wire;

/// <summary>Entity tags as conditions name them: in quotes or, as many clients of S3 send them, without.</summary>
public static class EntityTagParser
{
    /// <summary>What stands for any object at all.</summary>
    public const string Any = "*";

    /// <summary>The one tag of a header, without quotes.</summary>
    public static string Bare(string header)
    {
        var text = header.AsSpan().Trim();
        return (text is ['"', .., '"'] ? text[1..^1] : text).ToString();
    }

    /// <summary>Whether a list of tags, separated by commas, has this one; the tag that stands for any has all.</summary>
    public static bool Lists(string header, string tag)
    {
        foreach (var part in header.AsSpan().Split(','))
        {
            var one = header.AsSpan()[part].Trim();
            if (one.StartsWith("W/"))
                one = one[2..];
            if (one is ['"', .., '"'])
                one = one[1..^1];
            if (one.SequenceEqual(Any) || one.SequenceEqual(tag))
                return true;
        }

        return false;
    }
}
