using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>One call's commands on their way through the book.</summary>
internal sealed class Submission(ImmutableArray<OrderCommand> commands)
{
    public ImmutableArray<OrderCommand> Commands { get; } = commands;

    public Outcome[] Outcomes { get; } = new Outcome[commands.Length];

    /// <summary>The funds to be held, for the commands that place an order.</summary>
    public HoldRequest[] Requests { get; set; } = [];

    /// <summary>What was held for each request.</summary>
    public long[] Granted { get; set; } = [];
}

/// <summary>What became of a command.</summary>
internal struct Outcome
{
    /// <summary>The number of its <see cref="HoldRequest"/>, or −1.</summary>
    public int Request { get; set; }

    public OrderRefusal Refusal { get; set; }

    /// <summary>The order right after the command, when it is known at once.</summary>
    public OrderReport? Order { get; set; }

    /// <summary>What a placed order traded at once.</summary>
    public ImmutableArray<Fill> Fills { get; set; }

    /// <summary>The order that the command, or its first sending, was about; looked up when all is durable.</summary>
    public long RepeatOf { get; set; }
}
