using System.Buffers;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>What a signature makes of a path.</summary>
public static class CanonicalPath
{
    /// <summary>
    /// As S3 signs it: escaped once, nothing resolved, because <c>a//b</c> and <c>../a</c> are keys like any other.
    /// </summary>
    /// <param name="to">Where it is written.</param>
    /// <param name="path">The path as it was sent.</param>
    public static void AppendAsSent(ArrayBufferWriter<byte> to, ReadOnlySpan<char> path)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (!path.StartsWith('/'))
            to.Write("/"u8);
        UriText.Append(to, path, UriPart.Path);
    }

    /// <summary>As AWS's other services sign it: empty and dotted segments resolved, which the published vectors show.</summary>
    /// <param name="to">Where it is written.</param>
    /// <param name="path">The path as it was sent.</param>
    public static void AppendNormalized(ArrayBufferWriter<byte> to, ReadOnlySpan<char> path)
    {
        ArgumentNullException.ThrowIfNull(to);
        var kept = new List<string>();
        foreach (var range in path.Split('/'))
        {
            switch (path[range])
            {
                case "" or ".":
                    break;
                case "..":
                    if (kept.Count > 0)
                        kept.RemoveAt(kept.Count - 1);
                    break;
                case var segment:
                    kept.Add(segment.ToString());
                    break;
            }
        }

        foreach (var segment in kept)
        {
            to.Write("/"u8);
            UriText.Append(to, segment, UriPart.Path);
        }

        if (kept.Count == 0 || path.EndsWith('/'))
            to.Write("/"u8);
    }
}
