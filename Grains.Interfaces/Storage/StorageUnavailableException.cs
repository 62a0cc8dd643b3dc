namespace OrleansLld.Storage;

/// <summary>
/// The store did not answer, or answered that it cannot. Whether the command was applied is unknown:
/// send it again with the same command id.
/// </summary>
/// <param name="message">What failed.</param>
/// <param name="innerException">The store's own exception, where there is one.</param>
[GenerateSerializer, Alias("storage.unavailable")]
public sealed class StorageUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
