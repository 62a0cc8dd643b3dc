using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace OrleansLld;

/// <summary>
/// How this gateway says no: ProblemDetails whose <c>code</c> is stable and for programs, whose <c>detail</c> is a sentence for people,
/// and whose <c>retryable</c> says whether the same request can succeed later.
/// </summary>
internal static class Refusals
{
    private const string Code = "code";
    private const string Retryable = "retryable";

    public static ProblemHttpResult Refuse(int status, string code, string sentence) =>
        TypedResults.Problem(Problem(status, code, sentence));

    /// <summary>A refusal that time heals; the client is told when to try again.</summary>
    public static ProblemHttpResult RefuseForNow(HttpContext context, int status, string code, string sentence, TimeSpan retryAfter)
    {
        SetRetryAfter(context, retryAfter);
        return Refuse(status, code, sentence);
    }

    public static ProblemDetails Problem(int status, string code, string sentence) => new()
    {
        Status = status,
        Detail = sentence,
        Extensions = { [Code] = code, [Retryable] = IsRetryable(status) },
    };

    public static void SetRetryAfter(HttpContext context, TimeSpan retryAfter) =>
        context.Response.Headers.RetryAfter =
            Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives a code and a sentence to the answers that the framework made, such as an unknown address.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions.Remove("traceId");
        if (problem.Extensions.ContainsKey(Code))
            return;

        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        var (code, sentence) = OfStatus(status);
        problem.Detail = sentence;
        problem.Extensions[Code] = code;
        problem.Extensions[Retryable] = IsRetryable(status);
    }

    public static (string Code, string Sentence) OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ("not-signed-in", "Sign in first; this address needs a valid bearer token."),
        StatusCodes.Status403Forbidden => ("forbidden", "This account may not do that."),
        StatusCodes.Status404NotFound => ("not-found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not answer to that method."),
        StatusCodes.Status408RequestTimeout => ("request-timeout", "The request came too slowly."),
        StatusCodes.Status413PayloadTooLarge => ("payload-too-large", "The request body is larger than this address takes."),
        StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "Send the body as application/json."),
        StatusCodes.Status429TooManyRequests => ("too-many-requests", "Too many requests of late; wait a moment."),
        StatusCodes.Status503ServiceUnavailable => ("unavailable", "The service cannot answer just now; try again."),
        >= 400 and < 500 => ("bad-request", "The request is not well formed."),
        _ => ("internal-error", "Something went wrong here; the log of the server has the details."),
    };

    private static bool IsRetryable(int status) =>
        status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;
}
