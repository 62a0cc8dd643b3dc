using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>Who sent a request, and what its body must be; or why it is refused.</summary>
/// <param name="Requester">Who; <see cref="Requester.Anonymous"/> for nobody and for whoever is refused.</param>
/// <param name="Payload">How the body is vouched for.</param>
/// <param name="PayloadHash">Its SHA-256 in hexadecimal digits, where that is what was signed.</param>
/// <param name="Chunks">The signatures of its chunks, where they are signed.</param>
/// <param name="Refusal">Why the request goes no further; null when it may.</param>
internal sealed record CheckedRequest(
    Requester Requester,
    PayloadKind Payload,
    string PayloadHash,
    ChunkSignatures? Chunks,
    S3Error? Refusal)
{
    /// <summary>Nobody, with a body that nobody vouches for.</summary>
    public static CheckedRequest Anonymous { get; } = new(Requester.Anonymous, PayloadKind.Unsigned, "", null, null);

    public static CheckedRequest Refused(S3Error refusal) => Anonymous with { Refusal = refusal };
}
