using Microsoft.AspNetCore.Http.Features;

namespace OrleansLld.ObjectStore;

/// <summary>The address of a request exactly as it was sent, because that is what was signed, and because a key is not a path.</summary>
internal readonly ref struct SentTarget
{
    private SentTarget(ReadOnlySpan<char> target)
    {
        if (!target.StartsWith('/') && target.IndexOf("://") is var authority && authority >= 0)
        {
            // A client that talks through a proxy sends the whole address.
            var path = target[(authority + 3)..].IndexOfAny('/', '?');
            target = path < 0 ? "/" : target[(authority + 3 + path)..];
        }

        var query = target.IndexOf('?');
        Path = query < 0 ? target : target[..query];
        Query = query < 0 ? default : target[(query + 1)..];
    }

    /// <summary>The path with its escapes.</summary>
    public ReadOnlySpan<char> Path { get; }

    /// <summary>The query with its escapes, without the question mark.</summary>
    public ReadOnlySpan<char> Query { get; }

    public static SentTarget Of(HttpContext http) => new(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
}
