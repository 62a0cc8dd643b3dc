namespace OrleansLld.Chat;

/// <summary>
/// Leases the 10 bits of node in message ids; one grain with key 0. A number belongs to one silo at a time and is given to another only
/// when its lease has ended for longer than clocks may differ. Durable, so that a restart of this grain gives no number twice.
/// </summary>
[Alias("chat.node-numbers")]
public interface INodeNumbersGrain : IGrainWithIntegerKey
{
    /// <summary>The only key.</summary>
    const long Key = 0;

    /// <summary>How many numbers there are.</summary>
    const int Numbers = 1024;

    /// <summary>How long a lease holds; it is renewed at a third of it.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>Leases a number to a silo, or renews the one that it has.</summary>
    /// <param name="owner">Drawn by the silo at its start.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="InvalidOperationException">All numbers are leased.</exception>
    [Alias("take")]
    Task<NodeNumber> Take(Guid owner, CancellationToken cancellationToken);
}

/// <summary>A leased number.</summary>
/// <param name="Value">0 to 1,023.</param>
/// <param name="Until">When the lease ends, by the clock of the grain.</param>
/// <param name="IdsAbove">Ids made with the number are above this, whatever the clock says: those of earlier owners are not.</param>
[GenerateSerializer, Immutable, Alias("chat.node-number")]
public sealed record NodeNumber([property: Id(0)] int Value, [property: Id(1)] DateTimeOffset Until, [property: Id(2)] long IdsAbove);
