using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>What the web page needs beside S3 itself: where it is, and links that open one object for a while.</summary>
internal static class LinkEndpoints
{
    private const int LifetimeMaxSeconds = 7 * 24 * 60 * 60;
    private const int ParametersMax = 16;
    private const int ParameterLengthMax = 1024;

    public static void MapObjects(this IEndpointRouteBuilder routes)
    {
        var objects = routes.MapGroup("/api/objects").WithTags("Objects").ProducesValidationProblem();
        objects.MapGet("/endpoint", Endpoint).WithSummary("Where S3 is reached, and in which region");
        objects.MapPost("/presign", Presign).RequireAuthorization()
            .WithSummary("Signs a link that does one thing to one object, until it runs out");
    }

    /// <summary>Public by design: the address of S3 is no secret.</summary>
    private static Ok<ObjectStoreEndpoint> Endpoint(
        HttpContext http, ObjectStoreAddress address, IOptions<ObjectStoreEdgeOptions> options) =>
        TypedResults.Ok(new ObjectStoreEndpoint(address.For(http.Request).Value, options.Value.Region));

    private static async Task<Results<Ok<Link>, ProblemHttpResult>> Presign(
        LinkRequest request,
        Caller caller,
        HttpContext http,
        LinkCredentials credentials,
        ObjectStoreAddress address,
        TimeProvider time,
        IOptions<ObjectStoreEdgeOptions> options,
        CancellationToken cancellationToken)
    {
        if (Check(request) is { } refusal)
            return refusal;
        var (credential, refused) = await credentials.Of(caller, cancellationToken);
        if (credential is null)
            return AccountRefusals.Of(refused);

        var origin = address.For(http.Request).Value;
        var parameters = new List<KeyValuePair<string, string>>(request.Query ?? []);
        if (request.VersionId is { } version)
            parameters.Add(new("versionId", version));
        var host = origin[(origin.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var signed = new RequestToPresign(request.Method, host, $"/{request.Bucket}/{request.Key}", parameters);
        var target = Presigner.Presign(
            signed,
            credential.Id,
            credential.Secret,
            options.Value.Region,
            time.GetUtcNow(),
            TimeSpan.FromSeconds(request.ExpiresSeconds));
        return TypedResults.Ok(new Link(origin + target));
    }

    private static ProblemHttpResult? Check(LinkRequest request)
    {
        if (request.Method is not ("GET" or "HEAD" or "PUT" or "DELETE"))
            return Bad("invalid-method", "The method is GET, HEAD, PUT or DELETE.");
        if (!BucketNames.IsWellFormed(request.Bucket))
            return Bad("invalid-bucket", "There is no bucket of that name.");
        if (!ObjectKey.IsWellFormed(request.Key) || request.Key.Contains('\0', StringComparison.Ordinal))
            return Bad("invalid-key", "A key has 1 to 1,024 bytes in UTF-8.");
        if (request.ExpiresSeconds is < 1 or > LifetimeMaxSeconds)
            return Bad("invalid-lifetime", "A link lives for 1 to 604,800 seconds, which is a week.");
        if (request.VersionId is { Length: 0 or > ParameterLengthMax })
            return Bad("invalid-version", "This is no version id.");
        return request.Query is null || (request.Query.Count <= ParametersMax && request.Query.All(IsParameter))
            ? null
            : Bad("invalid-query", "Parameters are partNumber, uploadId, and those that begin with response-.");
    }

    private static bool IsParameter(KeyValuePair<string, string> parameter) =>
        (parameter.Key is "partNumber" or "uploadId" || parameter.Key.StartsWith("response-", StringComparison.Ordinal))
        && parameter.Key.Length <= ParameterLengthMax
        && parameter.Value.Length <= ParameterLengthMax;

    private static ProblemHttpResult Bad(string code, string sentence) =>
        Refusals.Refuse(StatusCodes.Status400BadRequest, code, sentence);
}

/// <summary>Where S3 is reached.</summary>
/// <param name="Url">The address, for path style.</param>
/// <param name="Region">The region that signatures name.</param>
internal sealed record ObjectStoreEndpoint(string Url, string Region);

/// <summary>A wish for a link.</summary>
/// <param name="Method"><c>GET</c>, <c>HEAD</c>, <c>PUT</c> or <c>DELETE</c>.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The object.</param>
/// <param name="ExpiresSeconds">How long the link lives: 1 to 604,800.</param>
/// <param name="VersionId">The version; without it the newest when the link is used.</param>
/// <param name="Query"><c>partNumber</c>, <c>uploadId</c>, and what begins with <c>response-</c>.</param>
internal sealed record LinkRequest(
    string Method, string Bucket, string Key, int ExpiresSeconds, string? VersionId = null, Dictionary<string, string>? Query = null);

/// <summary>A link.</summary>
/// <param name="Url">Opens the object with the rights of the account that asked for it; whoever has it needs nothing else.</param>
internal sealed record Link(string Url);
