namespace OrleansLld.ObjectStore.Wire;

// The bucket stands in the path (http://127.0.0.1:9000/bucket/key) or in the host (http://bucket.localhost:9000/key). The path is read
// from what was sent and decoded exactly once: nothing is normalised, because "a/../b", "//" and "%2F" are different keys.

/// <summary>Which bucket and object a request is about.</summary>
/// <param name="Bucket">The bucket's name as it was sent; empty for the service itself.</param>
/// <param name="Key">The object's key; empty for the bucket itself.</param>
/// <param name="IsVirtualHost">Whether the bucket stands in the host.</param>
/// <param name="Path">The path as it was sent.</param>
/// <param name="Query">The query as it was sent, without the question mark.</param>
public readonly record struct RequestTarget(string Bucket, string Key, bool IsVirtualHost, string Path, string Query)
{
    /// <summary>Reads a request line's target.</summary>
    /// <param name="target">As it was sent: a path, or a whole address as a proxy is sent it.</param>
    /// <param name="host">The host that was asked, with or without a port.</param>
    /// <param name="domains">The names of this server, in front of which a bucket may stand; the longest first.</param>
    /// <param name="result">What was read; with a path that cannot be decoded, path and query alone.</param>
    /// <returns>False when the path cannot be decoded, or names no bucket before a key.</returns>
    public static bool TryParse(string target, string host, ReadOnlySpan<string> domains, out RequestTarget result)
    {
        var path = PathOf(target);
        var question = path.IndexOf('?');
        var query = question < 0 ? "" : path[(question + 1)..];
        if (question >= 0)
            path = path[..question];

        result = new RequestTarget("", "", false, path, query);
        if (path.Length == 0 || path[0] != '/')
            return false;
        if (BucketOf(host, domains) is { Length: > 0 } bucket)
        {
            if (!PercentText.TryDecodePath(path.AsSpan(1), out var hostedKey))
                return false;
            result = result with { Bucket = bucket, Key = hostedKey, IsVirtualHost = true };
            return true;
        }

        var rest = path.AsSpan(1);
        var slash = rest.IndexOf('/');
        if (!PercentText.TryDecodePath(slash < 0 ? rest : rest[..slash], out var name)
            || !PercentText.TryDecodePath(slash < 0 ? "" : rest[(slash + 1)..], out var key))
            return false;
        result = result with { Bucket = name, Key = key };
        return name.Length > 0 || slash < 0;
    }

    /// <summary>The bucket that stands in a host's name; empty for none.</summary>
    private static string BucketOf(string host, ReadOnlySpan<string> domains)
    {
        var name = host.AsSpan();
        if (name.LastIndexOf(':') is var colon and > 0 && !name[colon..].Contains(']'))
            name = name[..colon];
        foreach (var domain in domains)
        {
            if (name.Equals(domain, StringComparison.OrdinalIgnoreCase))
                return "";
        }

        foreach (var domain in domains)
        {
            var front = name.Length - domain.Length - 1;
            if (front > 0 && name[front] == '.' && name.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
                return name[..front].ToString();
        }

        return "";
    }

    private static string PathOf(string target)
    {
        if (target.Length == 0 || target[0] == '/' || target.IndexOf("://", StringComparison.Ordinal) is not (var scheme and > 0))
            return target;
        var path = target.IndexOfAny(['/', '?'], scheme + 3);
        return path < 0 ? "/" : target[path] == '/' ? target[path..] : "/" + target[path..];
    }
}
