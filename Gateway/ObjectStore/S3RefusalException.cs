namespace OrleansLld.ObjectStore;

/// <summary>Thrown where a refusal has to pass through somebody else's code, as that which reads a body to its end.</summary>
/// <param name="error">What the client is told.</param>
internal sealed class S3RefusalException(S3Error error) : Exception(error.Message)
{
    public S3Error Error => error;
}
