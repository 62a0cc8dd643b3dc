namespace OrleansLld.Exchange;

internal static class ShardTotals
{
    /// <summary>The books of one asset as an audit reads them.</summary>
    public static ShardTotal Totals(this ShardLedger ledger, string asset) => new(
        asset,
        ledger.Total(Pocket.Free, asset),
        ledger.Total(Pocket.Held, asset),
        ledger.Total(Pocket.Fees, asset),
        ledger.Total(Pocket.Clearing, asset),
        ledger.Total(Pocket.External, asset));
}
