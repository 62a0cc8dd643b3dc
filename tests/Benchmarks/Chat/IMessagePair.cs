namespace OrleansLld.Chat;

/// <summary>One who writes and one who answers with a receipt, at some server.</summary>
internal interface IMessagePair : IAsyncDisposable
{
    /// <summary>When messages went and came.</summary>
    PairTimes Times { get; }

    /// <summary>Sends the message of this number. One call at a time.</summary>
    ValueTask Send(int number, CancellationToken cancellationToken);
}
