namespace OrleansLld.Storage;

/// <summary>Another activation took the partition over; this one must not acknowledge anything more.</summary>
[GenerateSerializer, Alias("storage.stale-lease")]
public sealed class StaleLeaseException(string message) : Exception(message);

/// <summary>What was read back is not what was written. Never repaired silently: somebody has to look.</summary>
[GenerateSerializer, Alias("storage.corrupt")]
public sealed class CorruptStorageException(string message) : Exception(message);
