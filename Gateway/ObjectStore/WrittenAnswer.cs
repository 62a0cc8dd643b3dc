namespace OrleansLld.ObjectStore;

/// <summary>What a request for a write is told, and how its body is opened.</summary>
internal static class WrittenAnswer
{
    /// <summary>The body as the bytes of an object or a part; null where the call is refused.</summary>
    /// <param name="call">The request.</param>
    /// <param name="also">The checksum to compute where the client gives none; null for none.</param>
    public static RequestBody? OpenContent(this ObjectStoreCall call, ChecksumAlgorithm? also)
    {
        if (call.OpenBody(BodyUse.Content, also) is not { } body)
            return null;
        if (body.Length <= ObjectRefusals.WriteBytesMax)
            return body;
        call.Refuse(ObjectRefusals.TooLarge(body.Length));
        return null;
    }

    /// <summary>The headers of an answer to a write.</summary>
    public static void TellWritten(this ObjectStoreCall call, string? versionId, ObjectDescription description)
    {
        call.Response.Headers.ETag = ObjectAnswer.Quoted(description.ETag);
        call.TellVersion(versionId);
        call.TellChecksum(description.Checksum);
    }
}
