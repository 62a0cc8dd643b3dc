namespace OrleansLld.Exchange.Faults;

/// <summary>The checker accepts a good history and rejects each way in which one can go bad.</summary>
public sealed class HistoryCheckerTests
{
    private readonly SmallStory _story = new();

    private AccountHoldings Seller
    {
        get => _story.Accounts[0];
        set => _story.Accounts[0] = value;
    }

    private AccountHoldings Buyer
    {
        get => _story.Accounts[1];
        set => _story.Accounts[1] = value;
    }

    [Fact]
    public void A_good_history_passes() => _story.Offences.ShouldBeEmpty();

    [Fact]
    public void An_acknowledged_order_that_is_lost_is_found()
    {
        Seller = Seller with { Orders = [] };

        ShouldBeRejected("acknowledged, but not in the store");
    }

    [Fact]
    public void An_order_that_is_there_twice_is_found()
    {
        Buyer = Buyer with { Orders = [SmallStory.Taker, SmallStory.Taker with { OrderId = 3 }] };

        ShouldBeRejected("the store holds buy 2 times");
    }

    [Fact]
    public void An_order_that_nobody_sent_is_found()
    {
        Buyer = Buyer with { Orders = [SmallStory.Taker, SmallStory.Taker with { OrderId = 3, ClientOrderId = "ghost" }] };

        ShouldBeRejected("which nobody sent");
    }

    [Fact]
    public void A_refused_order_that_stands_is_found()
    {
        var stands = new OrderState(SmallStory.Symbol, 3, "poor", "BUY", "GTC", 50m, 9m, 0m, 0m, "NEW");
        Buyer = Buyer with { Orders = [SmallStory.Taker, stands] };

        ShouldBeRejected("refused, but the store holds");
    }

    [Theory]
    [InlineData("price")]
    [InlineData("side")]
    [InlineData("quantity")]
    public void An_order_with_other_terms_than_were_sent_is_found(string term)
    {
        var sent = (Request.Place)_story.History[0].Request;
        var other = term switch
        {
            "price" => sent.Terms with { Price = 49m },
            "side" => sent.Terms with { Side = "BUY" },
            _ => sent.Terms with { Quantity = 2m },
        };
        _story.History[0] = _story.History[0] with { Request = sent with { Terms = other } };

        ShouldBeRejected(term == "quantity" ? "should have the quantity" : "other terms");
    }

    [Fact]
    public void An_acknowledged_fill_that_is_taken_back_is_found()
    {
        Buyer = Buyer with { Orders = [SmallStory.Taker with { Executed = 0m, ExecutedQuote = 0m, Status = "EXPIRED" }] };

        ShouldBeRejected("the store contradicts the answer");
    }

    [Fact]
    public void A_cancelled_order_that_reopens_is_found()
    {
        Seller = Seller with { Orders = [SmallStory.PartlyFilled] };

        ShouldBeRejected("the store holds");
    }

    [Fact]
    public void A_cancel_that_was_refused_and_carried_out_is_found()
    {
        _story.History.RemoveAt(4);

        ShouldBeRejected("refused, but the store holds");
    }

    [Fact]
    public void A_read_that_shows_less_than_was_acknowledged_before_is_found()
    {
        Answer(3, SmallStory.Resting);
        _story.History.Insert(3, _story.History[0] with
        {
            Request = new Request.Find("sell"),
            Answer = new Answer.Told(SmallStory.PartlyFilled),
            Invoked = 6,
            Answered = 7,
        });

        ShouldBeRejected("had seen");
    }

    [Fact]
    public void A_read_beside_another_may_be_answered_in_either_order()
    {
        Answer(3, SmallStory.Resting);
        _story.History.Insert(3, _story.History[0] with
        {
            Request = new Request.Find("sell"),
            Answer = new Answer.Told(SmallStory.PartlyFilled),
            Invoked = 6,
            Answered = 10,
        });

        _story.Offences.ShouldBeEmpty();
    }

    [Fact]
    public void A_closed_order_that_is_read_as_open_is_found()
    {
        Answer(6, SmallStory.PartlyFilled);

        ShouldBeRejected("had seen");
    }

    [Fact]
    public void An_acknowledged_order_that_a_read_does_not_find_is_found()
    {
        _story.History[3] = _story.History[3] with { Answer = new Answer.Refused(-2013) };

        ShouldBeRejected("does not find");
    }

    [Fact]
    public void A_reduction_that_did_not_last_is_found()
    {
        var told = new Answer.Told(SmallStory.PartlyFilled with { Quantity = 0.7m });
        _story.History.Insert(4, new Operation(0, new Request.Reduce("sell", 0.7m), told, 10, 11, 1));

        ShouldBeRejected("should have the quantity 0.7");
    }

    [Fact]
    public void A_balance_that_the_ledger_never_had_is_found()
    {
        _story.History[1] = _story.History[1] with { Answer = Has(98m, 2m) };

        ShouldBeRejected("never passes through");
    }

    [Fact]
    public void A_balance_that_goes_back_is_found()
    {
        _story.History.Add(_story.History[1] with { Invoked = 21, Answered = 22 });

        ShouldBeRejected("never passes through");
    }

    [Fact]
    public void A_balance_without_the_hold_of_an_acknowledged_order_is_found()
    {
        _story.History[1] = _story.History[1] with { Answer = Has(100m, 0m) };

        ShouldBeRejected("never passes through");
    }

    [Fact]
    public void A_trade_with_one_side_is_found()
    {
        Buyer = Buyer with { Fills = [] };

        ShouldBeRejected("has the sides");
    }

    [Fact]
    public void A_trade_whose_sides_disagree_is_found()
    {
        Buyer = Buyer with { Fills = [Buyer.Fills[0] with { Price = 49m }] };

        ShouldBeRejected("has the sides");
    }

    [Fact]
    public void A_trade_that_is_told_twice_is_found()
    {
        Buyer = Buyer with { Fills = [Buyer.Fills[0], Buyer.Fills[0]] };

        ShouldBeRejected("has the sides");
    }

    [Fact]
    public void A_gap_between_trade_ids_is_found()
    {
        _story.Trades.Add(new PublicTrade(3, 50m, 1m));

        ShouldBeRejected("go from 1 to 3");
    }

    [Fact]
    public void A_fill_that_was_never_published_is_found()
    {
        _story.Trades.Clear();

        ShouldBeRejected("nobody published");
    }

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0, 0.1)]
    [InlineData(-0.1, 0.1)]
    public void Money_that_appears_or_stays_locked_is_found(double free, double locked)
    {
        var (had, stuck) = Seller.Balances["USDT"];
        var balances = new Dictionary<string, Funds>(Seller.Balances)
        {
            ["USDT"] = new(had + (decimal)free, stuck + (decimal)locked),
        };
        Seller = Seller with { Balances = balances };

        ShouldBeRejected(locked == 0 ? "which should be 119.98 in all" : "locked, but its open orders need 0");
    }

    [Fact]
    public void A_trade_that_is_settled_twice_is_found()
    {
        Seller = Seller with { Ledger = [.. Seller.Ledger, Seller.Ledger[4] with { Id = 8 }] };

        ShouldBeRejected("is settled 2 times");
    }

    [Fact]
    public void A_ledger_that_does_not_explain_the_balance_is_found()
    {
        Seller = Seller with { Ledger = [.. Seller.Ledger.Where(posting => posting.Reason != "release")] };

        ShouldBeRejected("the ledger of M00 sums to");
    }

    private static Answer.Has Has(decimal free, decimal locked) =>
        new(new Dictionary<string, Funds> { ["M00"] = new(free, locked), ["USDT"] = new(100m, 0m) });

    private void Answer(int index, OrderState order) =>
        _story.History[index] = _story.History[index] with { Answer = new Answer.Told(order) };

    private void ShouldBeRejected(string words) => _story.Offences.ShouldContain(offence => offence.Contains(words));
}
