namespace OrleansLld.ObjectStore;

/// <summary>What a row of an index partition is, by the first character of its key; upper case in the spaces of long keys.</summary>
public enum IndexSpace
{
    /// <summary>The newest version of a key, where that is no delete marker: what ListObjects sees.</summary>
    Live = 'o',

    /// <summary>The versions that are not the newest, and all delete markers; of one key the newest first.</summary>
    History = 'v',

    /// <summary>Unfinished uploads; of one key the oldest first.</summary>
    Uploads = 'u',

    /// <summary>Contents that are too large for their version's row.</summary>
    Contents = 'c',

    /// <summary>Every thousandth key or so, by its hash: what tells the middle of many keys.</summary>
    Samples = 's',

    /// <summary>Blobs that nothing refers to any more.</summary>
    Garbage = 'g',

    /// <summary>Blobs that somebody is about to write.</summary>
    Intents = 'i',

    /// <summary>Uploads that were completed or given up, of which something may still be stored.</summary>
    Ended = 'e',

    /// <summary>Which writes each of the last commits carried out.</summary>
    Writes = 'w',

    /// <summary>The one row about the partition itself.</summary>
    Meta = 'm',
}
