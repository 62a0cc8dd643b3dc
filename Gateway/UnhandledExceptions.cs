using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using OrleansLld.Storage;

namespace OrleansLld;

/// <summary>Turns what nobody caught into an answer with a stable code and without a stack trace; the log keeps the rest.</summary>
internal sealed partial class UnhandledExceptions(IProblemDetailsService problems, ILogger<UnhandledExceptions> log) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = ProblemOf(exception);
        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            Refusals.SetRetryAfter(httpContext, RetryAfter);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            LogUnhandled(log, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName, exception);
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    /// <summary>The code and sentence of a failure, the same for requests and for hub calls.</summary>
    public static ProblemDetails ProblemOf(Exception exception) => exception switch
    {
        StorageUnavailableException => Refusals.Problem(
            StatusCodes.Status503ServiceUnavailable,
            "storage-unavailable",
            "The store did not confirm the change; send the same command again."),
        OrleansException or TimeoutException => Refusals.Problem(
            StatusCodes.Status503ServiceUnavailable,
            "cluster-unavailable",
            "The cluster did not answer in time; send the same command again."),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Refusals.Problem(
            StatusCodes.Status400BadRequest,
            "malformed-request",
            "The request's body or parameters cannot be read; see the API page for what belongs there."),
        BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode },
        _ => new ProblemDetails { Status = StatusCodes.Status500InternalServerError },
    };
}
