using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Checksums;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Takes in the parts of uploads.</summary>
internal sealed class PartEndpoints(
    IGrainFactory grains, CopySources sources, ObjectWriter writer, IBlobStore blobs, TimeProvider time)
{
    private const string RangeHeader = "x-amz-copy-source-range";

    /// <summary>PUT of a part.</summary>
    public async Task Upload(ObjectStoreCall call)
    {
        if (await Begin(call) is not var (upload, number))
            return;
        var algorithm = upload.Description.Checksum;
        if (call.OpenContent(algorithm) is not { } body)
            return;
        if (algorithm is not null && body.Kind?.ToContract() != algorithm)
        {
            call.Refuse(S3Error.InvalidRequest with
            {
                Message = $"Checksum Type mismatch occurred, expected checksum Type: {algorithm.Value.ToKind().Name().ToLowerInvariant()}, "
                    + $"actual checksum Type: {body.Kind?.Name().ToLowerInvariant()}",
            });
            return;
        }

        var blob = await Store(upload, number, body, call.Aborted);
        var checksum = body.Checksum;
        var part = new ObjectPart(number, blob, body.Length, body.ETag, algorithm is null ? "" : checksum!.Value, time.GetUtcNow());
        if (!await Add(call, upload, part))
            return;
        call.Response.Headers.ETag = ObjectAnswer.Quoted(part.ETag);
        if (checksum is not null)
            call.Response.Headers[checksum.Algorithm.ToKind().Header()] = checksum.Value;
        await call.SendNothing(StatusCodes.Status200OK);
    }

    /// <summary>PUT of a part that is copied from an object.</summary>
    public async Task Copy(ObjectStoreCall call)
    {
        if (await Begin(call) is not var (upload, number) || await sources.Find(call) is not { } source)
            return;
        if (SpanOf(call, source.Version.Description.Bytes) is not { } span)
            return;
        var part = await call.WhileWaiting(Copy(call, upload, number, source, span), time);
        if (part is not null)
        {
            if (!call.Response.HasStarted)
                source.Tell(call);
            call.Xml.Document("CopyPartResult"u8).Element("LastModified"u8, part.ModifiedAt).ETag(part.ETag);
            if (upload.Description.Checksum is { } algorithm)
                call.Xml.Value(algorithm, part.Checksum);
            call.Xml.End("CopyPartResult"u8);
        }

        await call.SendAfterWaiting();
    }

    private async Task<ObjectPart?> Copy(ObjectStoreCall call, KnownUpload upload, int number, CopiedObject source, ByteSpan span)
    {
        using var digests = new BodyDigests(withMd5: true, withSha256: false, upload.Description.Checksum?.ToKind());
        await using var bytes = await Open(source.Version.Content, span, call.Aborted);
        await using var digested = new DigestedContent(bytes, digests);
        var blob = await Store(upload, number, digested, call.Aborted);
        digested.Finish();
        var part = new ObjectPart(
            number,
            blob,
            digested.Length,
            Convert.ToHexStringLower(digests.Md5!),
            digests.Asked is { } checksum ? Convert.ToBase64String(checksum) : "",
            time.GetUtcNow());
        return await Add(call, upload, part) ? part : null;
    }

    private async ValueTask<Stream> Open(ObjectContent content, ByteSpan span, CancellationToken cancellationToken) =>
        content is ObjectContent.Inline inline
            ? new MemoryStream(inline.Bytes.Slice((int)span.From, (int)span.Length).ToArray(), writable: false)
            : await ContentStream.Open(blobs, content, span, cancellationToken);

    /// <summary>Finds the upload and reads the part's number; refuses the call where there is none.</summary>
    private async ValueTask<(KnownUpload Upload, int Number)?> Begin(ObjectStoreCall call)
    {
        ObjectDescriptions.CheckEncryption(call, call.Header);
        if (ReadView.NumberOf(call, call.Query["partNumber"] ?? "") is not { } number || call.Refusal is not null)
            return null;
        return await KnownUpload.Find(grains, call) is { } upload ? (upload, number) : null;
    }

    private async ValueTask<BlobId> Store(KnownUpload upload, int number, Stream body, CancellationToken cancellationToken)
    {
        var blob = new BlobId(ObjectWriter.NewId());
        await writer.StoreBlob(blob, body, Note(upload, number, blob, cancellationToken), cancellationToken);
        return blob;
    }

    private static async Task Note(KnownUpload upload, int number, BlobId blob, CancellationToken cancellationToken)
    {
        var refusal = await upload.Grain.Intend(number, blob, cancellationToken);
        if (refusal != MultipartRefusal.None)
            throw new S3RefusalException(ObjectRefusals.Of(refusal));
    }

    private async ValueTask<bool> Add(ObjectStoreCall call, KnownUpload upload, ObjectPart part)
    {
        var refusal = await upload.Grain.AddPart(part, CancellationToken.None);
        if (refusal == MultipartRefusal.None)
            return true;
        call.Refuse(ObjectRefusals.Of(refusal));
        await blobs.DeleteAsync(part.Blob, CancellationToken.None);
        return false;
    }

    private static ByteSpan? SpanOf(ObjectStoreCall call, long size)
    {
        var span = new ByteSpan(0, size);
        if (call.Header(RangeHeader) is { } range)
        {
            if (!RangeParser.TryParseCopy(range, out var first, out var last))
            {
                call.Refuse(S3Error.Argument(
                    RangeHeader,
                    range,
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based "
                    + "offsets of the first and last bytes to copy"));
            }
            else if (last >= size)
            {
                call.Refuse(S3Error.InvalidRange with { Message = $"Range specified is not valid for source object of size: {size}" });
            }

            span = new ByteSpan(first, last - first + 1);
        }

        if (call.Refusal is null && span.Length > ObjectRefusals.WriteBytesMax)
            call.Refuse(ObjectRefusals.TooLarge(span.Length));
        return call.Refusal is null ? span : null;
    }
}
