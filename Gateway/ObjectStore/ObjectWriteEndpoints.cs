namespace OrleansLld.ObjectStore;

/// <summary>Writes objects that a request carries whole.</summary>
internal sealed class ObjectWriteEndpoints(ObjectWriter writer)
{
    /// <summary>PUT of an object.</summary>
    public async Task Put(ObjectStoreCall call)
    {
        var description = ObjectDescriptions.Read(call);
        var condition = ObjectDescriptions.ConditionOf(call);
        // Whoever gives no checksum gets the one that S3 computes by itself.
        if (call.Refusal is not null || call.OpenContent(ChecksumAlgorithm.Crc64Nvme) is not { } body)
            return;
        var key = new ObjectKey(call.Key);
        var content = await writer.Store(call.Known!, key, body, body.Length, call.Aborted);
        description = description with { Bytes = body.Length, ETag = body.ETag, Checksum = body.Checksum };
        if (await writer.Put(call, key, content, description, condition) is not { } written)
            return;
        call.TellWritten(written.VersionId, description);
        await call.SendNothing(StatusCodes.Status200OK);
    }
}
