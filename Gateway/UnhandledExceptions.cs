using Microsoft.AspNetCore.Diagnostics;
using OrleansLld.Storage;

namespace OrleansLld;

/// <summary>Turns what nobody caught into an answer with a stable code and without a stack trace; the log keeps the rest.</summary>
internal sealed partial class UnhandledExceptions(IProblemDetailsService problems, ILogger<UnhandledExceptions> log) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, sentence) = Of(exception);
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            Refusals.SetRetryAfter(httpContext, RetryAfter);
        if (status >= StatusCodes.Status500InternalServerError)
            LogUnhandled(log, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName, exception);
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = Refusals.Problem(status, code, sentence) });
    }

    /// <summary>The status, code and sentence of a failure, the same for requests and for hub calls.</summary>
    public static (int Status, string Code, string Sentence) Of(Exception exception)
    {
        var status = exception switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            StorageUnavailableException or OrleansException or TimeoutException => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        var (code, sentence) = exception switch
        {
            StorageUnavailableException =>
                ("storage-unavailable", "The store did not confirm the change; send the same command again."),
            OrleansException or TimeoutException =>
                ("cluster-unavailable", "The cluster did not answer in time; send the same command again."),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } =>
                ("malformed-request", "The request's body or parameters cannot be read; the page /docs says what belongs there."),
            _ => Refusals.OfStatus(status),
        };
        return (status, code, sentence);
    }
}
