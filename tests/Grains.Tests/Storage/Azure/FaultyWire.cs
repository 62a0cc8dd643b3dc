using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OrleansLld.Storage.Azure;

/// <summary>
/// A connection to the storage account that loses requests and answers, stalls, or is cut for good: as if the process had been killed
/// there, nothing is sent any more.
/// </summary>
internal sealed class FaultyWire : HttpPipelinePolicy
{
    private readonly Lock _lock = new();
    private Random _random = new(0);
    private double _lostRequests;
    private double _lostAnswers;
    private int _untilCut = int.MaxValue;
    private bool _cutAfterSending;
    private bool _stalled;

    public int Sent { get; private set; }

    public int Faults { get; private set; }

    public bool IsCut => _untilCut <= 0;

    /// <summary>From now on loses a share of the requests and of the answers.</summary>
    public void Lose(Random random, double requests, double answers)
    {
        lock (_lock)
            (_random, _lostRequests, _lostAnswers) = (random, requests, answers);
    }

    /// <summary>Cuts at a request to come, 0 being the next.</summary>
    /// <param name="request">Which.</param>
    /// <param name="afterSending">Whether it is still carried out, and only its answer lost.</param>
    public void CutAt(int request, bool afterSending)
    {
        lock (_lock)
            (_untilCut, _cutAfterSending) = (request, afterSending);
    }

    /// <summary>From now on no request is answered.</summary>
    public void Stall() => _stalled = true;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The store waits for nothing.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (_stalled)
            await Task.Delay(Timeout.Infinite, message.CancellationToken);
        var (sends, answers) = Next();
        if (sends)
            await ProcessNextAsync(message, pipeline);
        if (answers)
            return;
        message.Response = null!;
        throw new RequestFailedException(sends ? "The answer was lost." : "The request was lost.");
    }

    private (bool Sends, bool Answers) Next()
    {
        lock (_lock)
        {
            var (sends, answers) = (true, true);
            if (_untilCut != int.MaxValue)
            {
                sends = _untilCut > 0 || (_untilCut == 0 && _cutAfterSending);
                answers = _untilCut > 0;
                _untilCut--;
            }

            if (_random.NextDouble() < _lostRequests)
                (sends, answers) = (false, false);
            if (_random.NextDouble() < _lostAnswers)
                answers = false;
            Sent += sends ? 1 : 0;
            Faults += answers ? 0 : 1;
            return (sends, answers);
        }
    }
}
