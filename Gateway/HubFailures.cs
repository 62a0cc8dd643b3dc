using Microsoft.AspNetCore.SignalR;

namespace OrleansLld;

/// <summary>
/// A refusal in a hub is a HubException whose message is <c>code: sentence</c>, with the codes of the REST edge; the code has no colon.
/// A client splits at the first <c>": "</c>.
/// </summary>
internal static class HubRefusal
{
    public static HubException Of(string code, string sentence) => new($"{code}: {sentence}");
}

/// <summary>Turns what a hub method did not catch into a refusal without a stack trace; the log keeps the rest.</summary>
internal sealed partial class HubFailures(ILogger<HubFailures> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception failure) when (failure is not HubException and not OperationCanceledException)
        {
            LogFailed(log, invocationContext.Hub.GetType().Name, invocationContext.HubMethodName, failure);
            var (_, code, sentence) = UnhandledExceptions.Of(failure);
            throw HubRefusal.Of(code, sentence);
        }
    }
}
