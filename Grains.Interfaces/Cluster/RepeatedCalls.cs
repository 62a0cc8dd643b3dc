using System.Reflection;
using Orleans.Runtime.Messaging;
using OrleansLld.Exchange;
using OrleansLld.Storage;

namespace OrleansLld.Cluster;

/// <summary>
/// A silo that dies or leaves takes the calls in flight along. They are sent again here, for every caller outside the grains, so that a
/// lost silo costs latency and not errors.
/// </summary>
/// <remarks>
/// That is safe because every method of the contracts is a read or can be repeated: commands carry an id made by the caller, and the
/// grain answers a repeat with the first reply. What is not of the contracts is not repeated, nor are calls between grains, which have
/// sequence numbers and retry by themselves.
/// </remarks>
internal sealed class RepeatedCalls(TimeProvider time, Random chance) : IOutgoingGrainCallFilter
{
    /// <summary>No attempt begins later than this after the first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>An activation that was superseded answers this way, once; a store that is out of order does for longer.</summary>
    private static readonly TimeSpan PatienceWithStorage = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);
    private static readonly Assembly Contracts = typeof(RepeatedCalls).Assembly;

    public Task Invoke(IOutgoingGrainCallContext context) =>
        context.SourceContext is null && context.Request.GetInterfaceType().Assembly == Contracts ? Repeat(context) : context.Invoke();

    private async Task Repeat(IOutgoingGrainCallContext context)
    {
        var since = time.GetTimestamp();
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception failure) when (time.GetElapsedTime(since) + pause < PatienceWith(failure, context))
            {
                // Half of it by chance, so that those who lost a silo together do not come back together.
                await Task.Delay(pause * (0.5 + chance.NextDouble() / 2), time, context.Request.GetCancellationToken());
            }
            catch (OperationCanceledException failure) when (IsExpired(failure, context))
            {
                throw new TimeoutException("The cluster did not find a place for the grain in time.", failure);
            }
        }
    }

    private static TimeSpan PatienceWith(Exception failure, IOutgoingGrainCallContext context) => failure switch
    {
        _ when IsExpired(failure, context) => Patience,
        OrleansMessageRejectionException or ConnectionFailedException or GatewayTooBusyException or TimeoutException => Patience,
        StorageUnavailableException or StaleEpochException => PatienceWithStorage,
        _ => TimeSpan.Zero,
    };

    // Orleans cancels a call that waited too long for a grain to be placed, as if its caller had given up.
    private static bool IsExpired(Exception failure, IOutgoingGrainCallContext context) =>
        failure is OperationCanceledException && !context.Request.GetCancellationToken().IsCancellationRequested;
}
