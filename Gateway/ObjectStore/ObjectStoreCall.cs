using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

// One request to S3 from its first byte to its answer. A handler reads what it needs and the first refusal sticks; it ends with one of
// the Send methods, or with Refuse, after which the pipeline answers. Calls are pooled: nothing of a call may be kept after its answer.

/// <summary>A request to S3.</summary>
internal sealed class ObjectStoreCall
{
    public const string XmlType = "application/xml";

    public HttpContext Http { get; private set; } = null!;

    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>When the request came in.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>What the answer and the log name the request by.</summary>
    public string RequestId { get; private set; } = "";

    /// <summary>The target as it was sent, and what it says.</summary>
    public RequestTarget Target { get; set; }

    /// <summary>The bucket's name; empty for the service itself. Well-formed where a route is about a bucket.</summary>
    public string Bucket => Target.Bucket;

    /// <summary>The object's key; empty for the bucket itself.</summary>
    public string Key => Target.Key;

    /// <summary>The query, decoded.</summary>
    public QueryFields Query { get; } = new();

    /// <summary>The version that the query names; null for none.</summary>
    public string? VersionId => Query["versionId"];

    public ObjectStoreRoute? Route { get; set; }

    /// <summary>What the signature says.</summary>
    public CheckedRequest Checked { get; set; } = CheckedRequest.Anonymous;

    /// <summary>Whose request it is.</summary>
    public Requester Who => Checked.Requester;

    /// <summary>The bucket, once it has let the request in or refused it; null when there is none.</summary>
    public KnownBucket? Known { get; set; }

    /// <summary>The settings of the bucket that let the request in.</summary>
    public BucketSettings Settings =>
        (Known ?? throw new InvalidOperationException("The request is not about a bucket, or has not been let in.")).Settings;

    /// <summary>The object, where the bucket had to be told of it before it let the request in; null elsewhere.</summary>
    public FindReply? Found { get; set; }

    /// <summary>Whether the requester may be told that a key is not there.</summary>
    public bool MayList { get; set; }

    /// <summary>The handles of the accounts that the request gives something to, by their numbers.</summary>
    public Dictionary<string, string> Handles { get; } = [];

    /// <summary>The small body, once it was read whole; null until then.</summary>
    public ReadOnlyMemory<byte>? Document { get; private set; }

    public S3Error? Refusal { get; private set; }

    /// <summary>Whether the answer is out already, whatever was refused since it began.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>What the answer's body is written with.</summary>
    public XmlAnswer Xml { get; } = new();

    public void Begin(HttpContext http, DateTimeOffset now, string requestId) => (Http, Now, RequestId) = (http, now, requestId);

    /// <summary>Makes the call ready for the next request.</summary>
    public void End()
    {
        (Http, Route, Known, Found, MayList, Document, Refusal) = (null!, null, null, null, false, null, null);
        IsAnswered = false;
        (Checked, Target) = (CheckedRequest.Anonymous, default);
        Handles.Clear();
        Xml.Clear();
    }

    /// <summary>Keeps the first refusal.</summary>
    public void Refuse(S3Error refusal) => Refusal ??= refusal;

    /// <summary>A header's value; null where it is not there, and several put together with commas.</summary>
    public string? Header(string name) =>
        Request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;

    /// <summary>The raw target as the client sent it.</summary>
    public string RawTarget => Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>Answers with a status and no body.</summary>
    public Task SendNothing(int status)
    {
        Response.StatusCode = status;
        if (status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) && !HttpMethods.IsHead(Request.Method))
            Response.ContentLength = 0;
        return Response.StartAsync(Aborted);
    }

    /// <summary>Answers with what was written.</summary>
    public Task SendXml(int status = StatusCodes.Status200OK) => Send(status, Xml.Written, XmlType);

    /// <summary>Answers with a small body.</summary>
    public async Task Send(int status, ReadOnlyMemory<byte> body, string contentType)
    {
        Response.StatusCode = status;
        Response.ContentType = contentType;
        Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(Request.Method))
        {
            await Response.StartAsync(Aborted);
            return;
        }

        Response.BodyWriter.Write(body.Span);
        await Response.BodyWriter.FlushAsync(Aborted);
    }

    /// <summary>Answers with a refusal, in place of what was written.</summary>
    public Task SendRefusal(S3Error refusal)
    {
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            Response.Headers.RetryAfter = "1";
        // Whoever waits for leave to send a body and is refused may send it or not: what comes next on the connection cannot be told.
        if (Request.Headers.Expect.Count > 0)
            Response.Headers.Connection = "close";
        if (HttpMethods.IsHead(Request.Method) || refusal.Status == StatusCodes.Status304NotModified)
        {
            Response.StatusCode = refusal.Status;
            return Response.StartAsync(Aborted);
        }

        WriteRefusal(refusal);
        return SendXml(refusal.Status);
    }

    /// <summary>Writes a refusal in place of what was written.</summary>
    public void WriteRefusal(S3Error refusal)
    {
        Xml.Clear();
        Xml.BareDocument("Error"u8).Element("Code"u8, refusal.Code).Element("Message"u8, refusal.Message);
        foreach (var (name, value) in refusal.Details)
            Xml.Raw("<"u8).Text(name).Raw(">"u8).Text(value).Raw("</"u8).Text(name).Raw(">"u8);
        if (Bucket.Length > 0)
            Xml.Element("BucketName"u8, Bucket);
        if (Key.Length > 0)
            Xml.Element("Key"u8, Key);
        Xml.Element("Resource"u8, Target.Path ?? "").Element("RequestId"u8, RequestId).Element("HostId"u8, RequestIds.HostId);
        Xml.End("Error"u8);
    }

    /// <summary>Opens the request's body; refuses the call when its headers cannot be right.</summary>
    /// <param name="use">What the body is for.</param>
    /// <param name="also">A checksum to compute where the client gives none.</param>
    /// <returns>The body, or null when it was refused.</returns>
    public RequestBody? OpenBody(BodyUse use, ChecksumAlgorithm? also = null)
    {
        if (RequestBody.Open(Http, Checked, use, also, out var body) is not { } refusal)
            return body;
        Refuse(refusal);
        return null;
    }

    /// <summary>Reads a small body whole, once: whoever asks again gets the same.</summary>
    /// <returns>The body, or null when it was refused.</returns>
    /// <exception cref="S3RefusalException">It is longer, or not what was said of it.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadDocument(int bytesMax) =>
        Document ??= OpenBody(BodyUse.Document) is { } body ? await body.ReadAll(bytesMax, Aborted) : null;
}
