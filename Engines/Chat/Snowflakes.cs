namespace OrleansLld.Chat;

/// <summary>
/// Ids of 63 bits that are unique and roughly in the order of time, after Twitter's Snowflake: 41 bits of milliseconds since
/// <see cref="Since"/>, 10 of the node, 12 of a count within the millisecond.
/// </summary>
/// <remarks>
/// Ids of one node only grow. When the clock goes back, or more than 4,096 are made in a millisecond, they go on from the last one as if
/// the time were further than it is.
/// </remarks>
/// <param name="node">0 to 1,023.</param>
/// <param name="above">Ids are above this one: the last of whoever had the node before.</param>
public sealed class Snowflakes(int node, long above)
{
    public const int NodeBits = 10;
    public const int CountBits = 12;

    /// <summary>Where the milliseconds begin; they last until 2095.</summary>
    public static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _milliseconds = above >> (NodeBits + CountBits);
    private int _count = (1 << CountBits) - 1;

    /// <summary>The least id that a moment can have.</summary>
    public static long FirstAt(DateTimeOffset time) => Math.Max(0, (long)(time - Since).TotalMilliseconds) << (NodeBits + CountBits);

    /// <summary>When an id was made, if the clock was right.</summary>
    public static DateTimeOffset TimeOf(long id) => Since + TimeSpan.FromMilliseconds(id >> (NodeBits + CountBits));

    /// <summary>The node that made it.</summary>
    public static int NodeOf(long id) => (int)((id >> CountBits) & ((1 << NodeBits) - 1));

    public long Next(DateTimeOffset now)
    {
        var milliseconds = Math.Max(0, (long)(now - Since).TotalMilliseconds);
        if (milliseconds > _milliseconds)
            (_milliseconds, _count) = (milliseconds, 0);
        else if (++_count == 1 << CountBits)
            (_milliseconds, _count) = (_milliseconds + 1, 0);
        return (((_milliseconds << NodeBits) | (long)node) << CountBits) | (long)_count;
    }
}
