namespace OrleansLld.ObjectStore.Wire;

/// <summary>The object that a copy reads.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its key.</param>
/// <param name="VersionId">Its version; null for the newest.</param>
public readonly record struct CopySource(string Bucket, string Key, string? VersionId);

/// <summary>The header <c>x-amz-copy-source</c>: bucket, slash, key, each with percent escapes; perhaps <c>?versionId=</c>.</summary>
public static class CopySourceParser
{
    private const string Version = "?versionId=";

    /// <summary>Reads the header; false for what names no bucket and key.</summary>
    public static bool TryParse(string header, out CopySource source)
    {
        source = default;
        var text = header.AsSpan();
        string? versionId = null;
        // A question mark of the key itself is escaped.
        var question = text.LastIndexOf(Version);
        if (question >= 0)
        {
            if (!PercentText.TryDecodeQuery(text[(question + Version.Length)..], out versionId) || versionId.Length == 0)
                return false;
            text = text[..question];
        }

        if (!PercentText.TryDecodeQuery(text, out var path))
            return false;
        var start = path.StartsWith('/') ? 1 : 0;
        var slash = path.IndexOf('/', start);
        if (slash <= start || slash == path.Length - 1)
            return false;
        source = new CopySource(path[start..slash], path[(slash + 1)..], versionId);
        return true;
    }
}
