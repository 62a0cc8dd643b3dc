using System.Buffers;

namespace OrleansLld.ObjectStore;

// Some work takes longer than clients wait for the first byte of an answer. From a while on they are sent blanks, which XML allows before
// the root; whatever becomes of the work then stands in the body of an answer that began with 200, as with S3.

/// <summary>Keeps a client company while its request is worked on.</summary>
internal static class PatientAnswer
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the work. It must not touch the answer; what it refuses is told by <see cref="SendAfterWaiting"/>.</summary>
    public static async Task<T?> WhileWaiting<T>(this ObjectStoreCall call, Task<T?> work, TimeProvider time)
        where T : class
    {
        try
        {
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, Task.Delay(Pause, time, call.Aborted));
                if (!work.IsCompleted)
                    await SendBlank(call);
            }

            return await work;
        }
        catch (S3RefusalException refusal) when (call.Response.HasStarted)
        {
            call.Refuse(refusal.Error);
            return null;
        }
        finally
        {
            // The work reads the call, which is somebody else's once this has ended.
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Sends what was written, or the refusal.</summary>
    public static async Task SendAfterWaiting(this ObjectStoreCall call)
    {
        if (!call.Response.HasStarted)
        {
            if (call.Refusal is null)
                await call.SendXml();
            return;
        }

        if (call.Refusal is { } refusal)
            call.WriteRefusal(refusal);
        call.Response.BodyWriter.Write(call.Xml.Written.Span[XmlAnswer.Declaration.Length..]);
        await call.Response.BodyWriter.FlushAsync(call.Aborted);
        call.IsAnswered = true;
    }

    private static async Task SendBlank(ObjectStoreCall call)
    {
        var response = call.Response;
        if (response.HasStarted)
        {
            response.BodyWriter.Write(" "u8);
        }
        else
        {
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = ObjectStoreCall.XmlType;
            response.BodyWriter.Write(XmlAnswer.Declaration);
        }

        await response.BodyWriter.FlushAsync(call.Aborted);
    }
}
