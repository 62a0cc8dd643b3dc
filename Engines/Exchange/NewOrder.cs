namespace OrleansLld.Exchange;

/// <summary>An order that asks to be let into a book.</summary>
/// <param name="OrderId">Given by the caller, never twice; above 0.</param>
/// <param name="Account">Whose.</param>
/// <param name="ClientOrderId">What its owner calls it; null when it need not be found by it.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Pricing">How the price works.</param>
/// <param name="Lifetime">How long it waits.</param>
/// <param name="SelfMatch">What happens on meeting an own order.</param>
/// <param name="PriceTicks">The limit; 0 for a market order.</param>
/// <param name="QuantityLots">How much; 0 for a market order by quote amount.</param>
/// <param name="QuoteUnits">The quote amount of a market order; 0 otherwise.</param>
/// <param name="HeldUnits">What is set aside for it: quote units of a buyer, base units of a seller. The most it can give.</param>
public readonly record struct NewOrder(
    long OrderId,
    long Account,
    string? ClientOrderId,
    Side Side,
    Pricing Pricing,
    Lifetime Lifetime,
    SelfMatch SelfMatch,
    long PriceTicks,
    long QuantityLots,
    long QuoteUnits,
    long HeldUnits);
