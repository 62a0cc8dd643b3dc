namespace OrleansLld.ObjectStore.Wire;

/// <summary>What is wrong with a body in chunks.</summary>
public enum ChunkFault
{
    /// <summary>Nothing so far.</summary>
    None,

    /// <summary>A chunk's first line is longer than any can be.</summary>
    HeaderTooLong,

    /// <summary>A chunk's first line is not a size and its signature, or its bytes do not end where the size says.</summary>
    Malformed,

    /// <summary>A signature is missing, or is not that of its chunk or of the trailer.</summary>
    WrongSignature,

    /// <summary>There are more bytes than were announced.</summary>
    TooManyBytes,

    /// <summary>The chunks ended before the announced number of bytes.</summary>
    TooFewBytes,

    /// <summary>The body ended before its chunks did.</summary>
    Truncated,

    /// <summary>What trails the chunks is longer than it can be.</summary>
    TrailerTooLong,

    /// <summary>What trails the chunks is no list of headers, or should not be there.</summary>
    TrailerMalformed,
}
