using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Copies objects on the server. A copy has bytes of its own, so that each blob has one owner.</summary>
internal sealed class ObjectCopyEndpoints(CopySources sources, ObjectWriter writer, IBlobStore blobs, TimeProvider time)
{
    private const string AlgorithmHeader = "x-amz-checksum-algorithm";

    private static readonly S3Error OntoItself = S3Error.InvalidRequest with
    {
        Message = "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, "
            + "storage class, website redirect location or encryption attributes.",
    };

    private static readonly S3Error SourceTooLarge = S3Error.InvalidRequest with
    {
        Message = "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    };

    /// <summary>PUT of an object with another as its source.</summary>
    public async Task Copy(ObjectStoreCall call)
    {
        var given = ObjectDescriptions.Read(call);
        var condition = ObjectDescriptions.ConditionOf(call);
        var replacesMetadata = Directive(call, "x-amz-metadata-directive");
        var replacesTags = Directive(call, "x-amz-tagging-directive");
        var algorithm = ChecksumRequest.AlgorithmOf(call, AlgorithmHeader);
        if (call.Refusal is not null || await sources.Find(call) is not { } source)
            return;
        if (source.Version.Description.Bytes > ObjectRefusals.WriteBytesMax)
            call.Refuse(SourceTooLarge);
        if (!replacesMetadata && IsOntoItself(call, source) && !SaysAnythingNew(call, given, source.Version.Description))
            call.Refuse(OntoItself);
        if (call.Refusal is not null)
            return;

        var description = Merge(given, source.Version.Description, replacesMetadata, replacesTags);
        var copy = await call.WhileWaiting(Write(call, source, description, condition, algorithm), time);
        if (copy is not null)
        {
            if (!call.Response.HasStarted)
            {
                call.TellVersion(copy.Reply.VersionId);
                source.Tell(call);
            }

            call.Xml.Document("CopyObjectResult"u8)
                .Element("LastModified"u8, copy.Reply.ModifiedAt)
                .ETag(copy.Description.ETag)
                .Checksum(copy.Description.Checksum)
                .End("CopyObjectResult"u8);
        }

        await call.SendAfterWaiting();
    }

    private async Task<Copied?> Write(
        ObjectStoreCall call, CopiedObject source, ObjectDescription description, WriteCondition condition, ChecksumAlgorithm? algorithm)
    {
        var original = source.Version;
        var of = original.Description;
        var wanted = algorithm ?? of.Checksum?.Algorithm ?? ChecksumAlgorithm.Crc64Nvme;
        var isChecksumKnown = of.Checksum is { Type: ChecksumType.FullObject } known && known.Algorithm == wanted;
        // The ETag of an upload in parts is not that of its bytes.
        var isETagKnown = original.Content is not ObjectContent.Parts;
        using var digests = new BodyDigests(!isETagKnown, withSha256: false, isChecksumKnown ? null : wanted.ToKind());
        var key = new ObjectKey(call.Key);
        var content = await Store(call, source, key, digests);
        description = description with
        {
            Bytes = of.Bytes,
            ETag = isETagKnown ? of.ETag : Convert.ToHexStringLower(digests.Md5!),
            Checksum = isChecksumKnown
                ? of.Checksum
                : new ObjectChecksum(wanted, ChecksumType.FullObject, Convert.ToBase64String(digests.Asked!)),
        };
        return await writer.Put(call, key, content, description, condition) is { } reply ? new Copied(reply, description) : null;
    }

    private async ValueTask<ObjectContent> Store(ObjectStoreCall call, CopiedObject source, ObjectKey key, BodyDigests digests)
    {
        if (source.Version.Content is ObjectContent.Inline inline)
        {
            digests.Append(inline.Bytes.Span);
            digests.Finish();
            return inline;
        }

        var length = source.Version.Description.Bytes;
        await using var bytes = await ContentStream.Open(blobs, source.Version.Content, new ByteSpan(0, length), call.Aborted);
        await using var digested = new DigestedContent(bytes, digests);
        var content = await writer.Store(call.Known!, key, digested, length, call.Aborted);
        digested.Finish();
        return content;
    }

    /// <summary>Whether the request replaces what it could take over; refuses the call where it says neither.</summary>
    private static bool Directive(ObjectStoreCall call, string header)
    {
        var text = call.Header(header);
        if (text is not (null or "COPY" or "REPLACE"))
            call.Refuse(S3Error.Argument(header, text, "Unknown directive."));
        return text == "REPLACE";
    }

    private static bool IsOntoItself(ObjectStoreCall call, CopiedObject source) =>
        !source.IsVersionNamed && source.Bucket.Name == call.Bucket && source.Version.Key.ToString() == call.Key;

    private static bool SaysAnythingNew(ObjectStoreCall call, ObjectDescription given, ObjectDescription original) =>
        given.StorageClass != original.StorageClass
        || call.Header(ObjectHeaders.RedirectLocation) is not null
        || call.Header(AlgorithmHeader) is not null;

    // What is never taken over: owner and access list, storage class, and where a website redirects to.
    private static ObjectDescription Merge(ObjectDescription given, ObjectDescription original, bool replacesMetadata, bool replacesTags)
    {
        var merged = given;
        if (!replacesMetadata)
        {
            merged = merged with
            {
                Metadata = original.Metadata,
                Headers =
                [
                    .. original.Headers.Where(header => header.Name != ObjectHeaders.RedirectLocation),
                    .. given.Headers.Where(header => header.Name == ObjectHeaders.RedirectLocation),
                ],
            };
        }

        return replacesTags ? merged : merged with { Tags = original.Tags };
    }

    private sealed record Copied(WriteReply Reply, ObjectDescription Description);
}
