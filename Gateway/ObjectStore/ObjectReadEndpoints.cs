using System.Buffers;
using System.IO.Pipelines;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Reads objects.</summary>
internal sealed class ObjectReadEndpoints(BucketIndex index, IBlobStore blobs)
{
    // As much as is read from a blob, and written to the socket, at once.
    private const int StepBytes = 128 << 10;

    private static readonly S3Error NotEncrypted = S3Error.InvalidRequest with
    {
        Message = "The encryption parameters are not applicable to this object.",
    };

    /// <summary>GET and HEAD of an object.</summary>
    public async Task Read(ObjectStoreCall call)
    {
        if (call.Header("x-amz-server-side-encryption-customer-algorithm") is not null)
            call.Refuse(NotEncrypted);
        if (call.Refusal is not null || await index.Find(call) is not { } version)
            return;
        call.Identify(version);
        var conditions = new ReadConditions(
            call.Header("If-Match"),
            call.Header("If-None-Match"),
            call.Header("If-Modified-Since"),
            call.Header("If-Unmodified-Since"));
        switch (conditions.Check(version.Description.ETag, version.ModifiedAt, out var condition))
        {
            case ConditionOutcome.NotModified:
                await call.SendNothing(StatusCodes.Status304NotModified);
                return;
            case ConditionOutcome.Failed:
                call.Refuse(S3Error.PreconditionFailed with { Details = [("Condition", condition)] });
                return;
            case ConditionOutcome.Holds:
            default:
                break;
        }

        var view = ReadView.Of(call, version);
        if (call.Refusal is not null)
            return;
        call.CheckOverrides();
        if (call.Refusal is null)
            await Send(call, version, view);
    }

    private async Task Send(ObjectStoreCall call, ObjectVersion version, ReadView view)
    {
        var isHead = HttpMethods.IsHead(call.Request.Method);
        if (isHead || version.Content is ObjectContent.Inline || view.Span.Length == 0)
        {
            call.Describe(version, view);
            if (!isHead && version.Content is ObjectContent.Inline inline)
                call.Response.BodyWriter.Write(inline.Bytes.Slice((int)view.Span.From, (int)view.Span.Length).Span);
            await call.Response.BodyWriter.FlushAsync(call.Aborted);
            return;
        }

        await using var content = await ContentStream.Open(blobs, version.Content, view.Span, call.Aborted);
        call.Describe(version, view);
        await Send(content, call.Response.BodyWriter, call.Aborted);
    }

    /// <summary>Reads straight into the memory that goes to the socket; waits where the client reads slower than the disk.</summary>
    private static async Task Send(ContentStream content, PipeWriter to, CancellationToken cancellationToken)
    {
        while (content.Position < content.Length)
        {
            var room = to.GetMemory((int)Math.Min(StepBytes, content.Length - content.Position));
            to.Advance(await content.ReadAsync(room, cancellationToken));
            var flushed = await to.FlushAsync(cancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled)
                return;
        }
    }
}
