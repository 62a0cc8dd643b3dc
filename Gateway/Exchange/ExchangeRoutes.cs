using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>Every address of the API.</summary>
internal sealed class ExchangeRoutes(RequestLimits limits)
{
    public ImmutableArray<ApiRoute> All { get; } =
    [
        .. new GeneralEndpoints(limits).Routes,
        .. MarketEndpoints.Routes,
        .. TickerEndpoints.Routes,
        .. new OrderEndpoints(limits).Routes,
        .. OrderListEndpoints.Routes,
        .. new AccountEndpoints(limits).Routes,
        .. CompanionEndpoints.Routes,
    ];
}
