using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.SignalR;

namespace OrleansLld;

/// <summary>
/// Refuses calls that leave out what a method of a hub needs: the protocols read a missing text or list as null, whatever its type says.
/// </summary>
internal sealed class HubArguments : IHubFilter
{
    private readonly ConcurrentDictionary<MethodInfo, Func<object?, bool>[]> _checks = new();

    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var checks = _checks.GetOrAdd(invocationContext.HubMethod, ChecksOf);
        for (var i = 0; i < invocationContext.HubMethodArguments.Count && i < checks.Length; i++)
            if (!checks[i](invocationContext.HubMethodArguments[i]))
                throw HubRefusal.Of("malformed-call", "A part of the call is missing that the method needs.");
        return next(invocationContext);
    }

    private static Func<object?, bool>[] ChecksOf(MethodInfo method)
    {
        var context = new NullabilityInfoContext();
        return [.. method.GetParameters().Select(parameter => CheckOf(context.Create(parameter), context))];
    }

    private static Func<object?, bool> CheckOf(NullabilityInfo info, NullabilityInfoContext context)
    {
        var mayBeNull = info.ReadState != NullabilityState.NotNull;
        if (info.Type.IsValueType)
            return _ => true;
        if (info.ElementType is { Type.IsValueType: false } element)
        {
            var check = CheckOf(element, context);
            return value => value is null ? mayBeNull : ((object?[])value).All(check);
        }

        // Of what the house itself has defined also the parts.
        if (info.Type.Assembly != typeof(HubArguments).Assembly)
            return value => value is not null || mayBeNull;
        var parts = info.Type.GetProperties().Where(part => part.DeclaringType == info.Type && part.SetMethod is not null)
            .Select(part => (Part: part, Check: CheckOf(context.Create(part), context))).ToArray();
        return value => value is null ? mayBeNull : Array.TrueForAll(parts, one => one.Check(one.Part.GetValue(value)));
    }
}
