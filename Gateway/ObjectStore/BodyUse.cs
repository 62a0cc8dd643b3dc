namespace OrleansLld.ObjectStore;

/// <summary>What the body of a request is for.</summary>
internal enum BodyUse
{
    /// <summary>An object or a part: its length must be announced, and its MD5 is its ETag.</summary>
    Content,

    /// <summary>A document that says what to do: it may be missing, and is hashed only if the client said what comes out.</summary>
    Document,

    /// <summary>A document about an object that is there already in parts: a checksum in the headers is that of the object.</summary>
    Completion,
}
