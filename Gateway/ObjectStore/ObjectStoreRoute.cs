namespace OrleansLld.ObjectStore;

/// <summary>One operation of S3: which requests mean it, and what they must be allowed.</summary>
/// <param name="Name">The operation's name in the S3 API, which logs and metrics show.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Marks">
/// The names, or names and values (<c>list-type=2</c>), that must stand in the query, apart by blanks, for the request to mean this;
/// empty for any other request of the method.
/// </param>
/// <param name="Action">What the requester must be allowed before the handler runs; null where the handler asks by itself.</param>
/// <param name="Answer">Carries the operation out and sends the answer, or refuses.</param>
internal sealed record ObjectStoreRoute(
    string Name, string Method, string Marks, ObjectStoreAction? Action, Func<ObjectStoreCall, Task> Answer)
{
    private readonly Mark[] _marks = [.. Marks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Mark.Of)];

    /// <summary>What is asked instead of <see cref="Action"/> where the request names a version.</summary>
    public ObjectStoreAction? VersionAction { get; init; }

    /// <summary>A header that must be there for the request to mean this; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>Whether the request means this.</summary>
    public bool Means(ObjectStoreCall call)
    {
        foreach (var mark in _marks)
        {
            if (call.Query[mark.Name] is not { } value || (mark.Value is not null && mark.Value != value))
                return false;
        }

        return Header is null || call.Request.Headers.ContainsKey(Header);
    }

    private readonly record struct Mark(string Name, string? Value)
    {
        public static Mark Of(string text) =>
            text.IndexOf('=') is var sign and >= 0 ? new Mark(text[..sign], text[(sign + 1)..]) : new Mark(text, null);
    }
}
