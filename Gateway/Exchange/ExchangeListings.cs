namespace OrleansLld.Exchange;

/// <summary>Fetches the listing once and keeps it. A failed fetch is not kept: the next request tries again.</summary>
internal sealed class ExchangeListings(IGrainFactory grains)
{
    private volatile ExchangeListing? _listing;

    public ValueTask<ExchangeListing> Get() => _listing is { } listing ? new(listing) : Fetch();

    private async ValueTask<ExchangeListing> Fetch() =>
        _listing = new ExchangeListing(await grains.GetGrain<IMarketsGrain>(0).List(), grains);
}
