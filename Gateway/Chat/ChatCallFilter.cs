using Microsoft.AspNetCore.SignalR;

namespace OrleansLld.Chat;

/// <summary>Refuses calls of a connection that makes too many.</summary>
internal sealed class ChatCallFilter : IHubFilter
{
    private static readonly object Key = new();

    public static void Keep(HubCallerContext context, ChatConnection connection) => context.Items[Key] = connection;

    /// <summary>The chat's side of a connection; null before it was taken in.</summary>
    public static ChatConnection? ConnectionOf(HubCallerContext context) => context.Items[Key] as ChatConnection;

    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) =>
        ConnectionOf(invocationContext.Context)?.Budget.Spend() is { Ticks: > 0 } wait
            ? throw ChatRefusals.Of(ChatRefusal.TooFast, wait)
            : next(invocationContext);
}
