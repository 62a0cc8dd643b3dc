namespace OrleansLld.Storage;

/// <summary>Another activation took the partition over; this one must not acknowledge anything more.</summary>
public sealed class StaleLeaseException(string message) : Exception(message);

/// <summary>What was read back is not what was written. Never repaired silently: somebody has to look.</summary>
public sealed class CorruptStorageException(string message) : Exception(message);
