using Microsoft.AspNetCore.Connections;

namespace OrleansLld.Gateways;

/// <summary>How many connections this gateway holds open.</summary>
internal sealed class OpenConnections
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a listener's connections.</summary>
    public ConnectionDelegate Counting(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _count);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    };
}
