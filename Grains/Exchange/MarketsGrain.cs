using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace OrleansLld.Exchange;

[StatelessWorker]
internal sealed class MarketsGrain(IOptions<ExchangeOptions> options) : Grain, IMarketsGrain
{
    private readonly Listing _listing =
        new(options.Value.Listing, options.Value.RiskShards, options.Value.OpenOrdersMax, options.Value.Demonstration);

    public Task<Listing> List() => Task.FromResult(_listing);
}
