using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore;

namespace OrleansLld.Chat;

/// <summary>Files of messages: a member is given a link to upload one, and links to read those that were sent.</summary>
internal static class MediaEndpoints
{
    public static void MapMedia(this IEndpointRouteBuilder routes)
    {
        var media = routes.MapGroup("/api/chat/conversations/{conversation}/media").WithTags("Chat").RequireAuthorization()
            .ProducesValidationProblem();
        media.MapPost("", Grant).WithSummary("Grants the upload of a file that a message will refer to");
        media.MapGet("/{id}", Read).WithSummary("Gives a link to a file of the conversation, good for an hour");
    }

    private static async Task<Results<Ok<MediaGrant>, ProblemHttpResult>> Grant(
        string conversation,
        MediaRequest request,
        Caller caller,
        HttpContext http,
        IGrainFactory grains,
        MediaStore media,
        ObjectStoreAddress address,
        CancellationToken cancellationToken)
    {
        if (MediaRules.Check(request.Type, request.Size, request.Name) is var (code, sentence))
            return Refusals.Refuse(StatusCodes.Status400BadRequest, code, sentence);
        if (await MemberOf(conversation, caller, grains, cancellationToken) is not { } id)
            return Refuse(ChatRefusal.NotMember);
        if (!await media.Open(cancellationToken))
            return Refusals.Refuse(
                StatusCodes.Status503ServiceUnavailable,
                "media-unavailable",
                "The bucket for files is somebody else's; an operator names another in Chat:Edge:MediaBucket.");
        var drawn = Guid.NewGuid().ToString("N");
        var url = media.Upload(address.For(http.Request).Value, id, drawn, request.Type, request.Size);
        return TypedResults.Ok(new MediaGrant(drawn, url, HttpMethods.Put, MediaStore.HeadersOf(request.Type, request.Size)));
    }

    private static async Task<Results<Ok<Link>, ProblemHttpResult>> Read(
        string conversation,
        string id,
        Caller caller,
        HttpContext http,
        IGrainFactory grains,
        MediaStore media,
        ObjectStoreAddress address,
        CancellationToken cancellationToken)
    {
        if (await MemberOf(conversation, caller, grains, cancellationToken) is not { } where)
            return Refuse(ChatRefusal.NotMember);
        return await media.Find(where, id, cancellationToken) is null
            ? Refusals.Refuse(StatusCodes.Status404NotFound, "no-such-media", "There is no such file in this conversation.")
            : TypedResults.Ok(new Link(media.Read(address.For(http.Request).Value, where, id)));
    }

    private static async Task<ConversationId?> MemberOf(
        string conversation, Caller caller, IGrainFactory grains, CancellationToken cancellationToken) =>
        ConversationId.TryParse(conversation, out var id)
        && (await grains.GetGrain<IConversationGrain>(conversation).Describe(caller.Id, cancellationToken)).Refusal == ChatRefusal.None
            ? id
            : null;

    private static ProblemHttpResult Refuse(ChatRefusal refusal)
    {
        var (code, sentence) = ChatRefusals.WordsOf(refusal);
        return Refusals.Refuse(StatusCodes.Status404NotFound, code, sentence);
    }
}

/// <summary>The wish to upload a file.</summary>
/// <param name="Type">The media type: a picture, sound, film, PDF, zip, plain text, or <c>application/octet-stream</c>.</param>
/// <param name="Size">Bytes: 1 to 64 MiB.</param>
/// <param name="Name">The file's name, 1 to 255 characters without slashes.</param>
internal sealed record MediaRequest(string Type, long Size, string Name);

/// <summary>Leave to upload a file within 15 minutes.</summary>
/// <param name="Id">What a message refers to the file by, once it is uploaded.</param>
/// <param name="Url">Where to.</param>
/// <param name="Method">With which method.</param>
/// <param name="Headers">With which headers, exactly; a browser sends <c>content-length</c> by itself.</param>
internal sealed record MediaGrant(string Id, string Url, string Method, Dictionary<string, string> Headers);
