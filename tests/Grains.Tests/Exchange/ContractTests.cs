namespace OrleansLld.Exchange;

/// <summary>Engine and contract each have their own enumerations; a cast leads from one to the other, so the numbers must agree.</summary>
public sealed class ContractTests
{
    [Fact]
    public void The_engines_numbers_are_the_contracts()
    {
        Numbers<Side>().ShouldBe(Numbers<OrderSide>());
        Numbers<Lifetime>().ShouldBe(Numbers<OrderLifetime>());
        Numbers<Pricing>().ShouldBe(Numbers<OrderType>());
        Numbers<SelfMatch>().ShouldBe(Numbers<SelfTradePrevention>());
        Numbers<PostingReason>().ShouldBe(Numbers<LedgerReason>());
        Enum.GetNames<PostingReason>().ShouldBe(Enum.GetNames<LedgerReason>());
        Numbers<BarLength>().ShouldBe(Numbers<CandleInterval>());
        Enum.GetNames<BarLength>().ShouldBe(Enum.GetNames<CandleInterval>());
    }

    [Fact]
    public void Every_refusal_of_the_engine_is_one_of_the_contract()
    {
        foreach (var refusal in Enum.GetValues<Refusal>())
            ((OrderRefusal)refusal).ToString().ShouldBe(refusal.ToString());
    }

    private static byte[] Numbers<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => Convert.ToByte(value, System.Globalization.CultureInfo.InvariantCulture))];
}
