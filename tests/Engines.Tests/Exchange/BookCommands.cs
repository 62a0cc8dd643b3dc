using CsCheck;

namespace OrleansLld.Exchange;

internal enum CommandKind
{
    Place,
    Cancel,
    Reduce,
}

/// <summary>A command before it is known which orders there are.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Order">What it places.</param>
/// <param name="Target">Which order it cancels or reduces: so many ids back from the newest.</param>
/// <param name="HeldPercent">How much of the wanted funds is held, for a market order.</param>
internal sealed record BookCommand(CommandKind Kind, NewOrder Order, int Target, int HeldPercent);

/// <summary>Runs of commands that corner a book in different ways.</summary>
internal static class BookCommands
{
    private static readonly Gen<CommandKind> Kinds = Gen.Frequency(
        (8, CommandKind.Place), (2, CommandKind.Cancel), (1, CommandKind.Reduce));

    public static Gen<BookCommand[]> OneAccount => Run(accounts: 1, Gen.Long[95, 105], Gen.Long[1, 20]);

    public static Gen<BookCommand[]> OnePrice => Run(accounts: 3, Gen.Const(100L), Gen.Long[1, 20]);

    public static Gen<BookCommand[]> TinyQuantities => Run(accounts: 3, Gen.Long[98, 102], Gen.Long[1, 2]);

    public static Gen<BookCommand[]> NarrowPrices => Run(accounts: 4, Gen.Long[90, 110], Gen.Long[1, 30]);

    public static Gen<BookCommand[]> WidePrices => Run(
        accounts: 3,
        Gen.OneOf(
            Gen.Long[1, (1L << 36) - 1],
            Gen.OneOf(1L, 2L, 63L, 64L, 65L, 4095L, 4096L, 1L << 30, (1L << 36) - 64, (1L << 36) - 2, (1L << 36) - 1)),
        Gen.Long[1, 30]);

    public static Gen<BookCommand[]> Nonsense => Run(accounts: 2, Gen.Long[-2, 3], Gen.Long[-2, 35]);

    private static Gen<BookCommand[]> Run(int accounts, Gen<long> prices, Gen<long> lots) =>
        Commands(Gen.Long[1, accounts], prices, lots).Array[1, 80];

    private static Gen<BookCommand> Commands(Gen<long> accounts, Gen<long> prices, Gen<long> lots)
    {
        var clientOrderIds = Gen.Null(Gen.OneOf("a", "b", "c", "d", "e", "f", "g", "h"), 0.8);
        var rules = Gen.Select(
            Gen.Frequency((6, Pricing.Limit), (3, Pricing.Market), (1, Pricing.PostOnly)),
            Gen.Frequency((6, Lifetime.GoodTillCancelled), (2, Lifetime.ImmediateOrCancel), (2, Lifetime.FillOrKill)),
            Gen.Enum<SelfMatch>(),
            Gen.Bool);
        var orders = Gen.Select(accounts, clientOrderIds, Gen.Enum<Side>(), rules, prices, lots).Select(all =>
        {
            var (account, clientOrderId, side, rule, price, quantity) = all;
            var (pricing, lifetime, selfMatch, byAmount) = rule;
            var isMarket = pricing == Pricing.Market;
            return new NewOrder(
                0, account, clientOrderId, side, pricing, lifetime, selfMatch, isMarket ? 0 : price,
                isMarket && byAmount ? 0 : quantity, isMarket && byAmount ? price * quantity : 0, 0);
        });
        return Gen.Select(Kinds, orders, Gen.Int[0, 20], Gen.Frequency((3, Gen.Const(100)), (1, Gen.Int[0, 100])))
            .Select((kind, order, target, held) => new BookCommand(kind, order, target, held));
    }
}
