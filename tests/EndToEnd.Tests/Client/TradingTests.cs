namespace OrleansLld.Client;

/// <summary>Two people trade on the command line, against one running product.</summary>
public sealed class TradingTests(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Markets_are_listed_with_their_steps()
    {
        var markets = (await fixture.Run("ada", "exchange", "markets")).Json.GetProperty("markets");

        var bitcoin = markets.EnumerateArray().Single(it => it.GetProperty("symbol").GetString() == "BTCUSDT");
        bitcoin.GetProperty("priceStep").GetString().ShouldBe("0.01");
        bitcoin.GetProperty("base").GetString().ShouldBe("BTC");
    }

    [Fact]
    public async Task An_order_rests_trades_and_explains_the_balances_of_both()
    {
        await fixture.SignUp("seller");
        await fixture.SignUp("buyer");
        (await fixture.Run("seller", "exchange", "deposit", "ETH", "5")).ExitCode.ShouldBe(0);
        (await fixture.Run("buyer", "exchange", "deposit", "USDT", "10000")).ExitCode.ShouldBe(0);

        var rests = await fixture.Run("seller", "exchange", "place", "ETHUSDT", "sell", "2", "--price", "3000", "--client-id", "mine-1");
        rests.Json.GetProperty("order").GetProperty("status").GetString().ShouldBe("new");
        var book = (await fixture.Run("buyer", "exchange", "book", "ETHUSDT")).Json;
        book.GetProperty("asks")[0].EnumerateArray().Select(it => it.GetString()).ShouldBe(["3000", "2"]);

        var trades = (await fixture.Run("buyer", "exchange", "place", "ETHUSDT", "buy", "0.5", "--price", "3100")).Json;
        trades.GetProperty("order").GetProperty("status").GetString().ShouldBe("filled");
        trades.GetProperty("fills")[0].GetProperty("price").GetString().ShouldBe("3000");

        var ended = (await fixture.Run("seller", "exchange", "cancel", "ETHUSDT", "mine-1", "--client-id")).Json.GetProperty("orders")[0];
        ended.GetProperty("status").GetString().ShouldBe("canceled");
        ended.GetProperty("filled").GetString().ShouldBe("0.5");
        Balance(await fixture.Run("seller", "exchange", "balances"), "ETH").ShouldBe(("4.5", "0"));
        Balance(await fixture.Run("buyer", "exchange", "balances"), "USDT").ShouldBe(("8500", "0"));
        var entries = (await fixture.Run("buyer", "exchange", "ledger")).Json.GetProperty("entries").EnumerateArray().ToList();
        entries.Select(it => it.GetProperty("reason").GetString()).ShouldContain("paid");
        entries[^1].GetProperty("reason").GetString().ShouldBe("deposit");
    }

    [Fact]
    public async Task A_refusal_has_its_stable_code_and_its_exit_code()
    {
        await fixture.SignUp("poor");

        var refused = await fixture.Run("poor", "exchange", "place", "BTCUSDT", "buy", "1", "--price", "60000");

        refused.ExitCode.ShouldBe((int)ExitCode.Refused);
        refused.JsonError.GetProperty("code").GetString().ShouldBe("insufficient-balance");
    }

    [Theory]
    [InlineData("unknown-symbol", "exchange", "book", "NOSUCH")]
    [InlineData("price-filter", "exchange", "place", "BTCUSDT", "buy", "1", "--price", "60000.001")]
    [InlineData("unknown-order", "exchange", "cancel", "BTCUSDT", "999999999")]
    public async Task What_cannot_be_done_is_refused_by_name(string code, params string[] command)
    {
        await fixture.SignUp("curious");

        var refused = await fixture.Run("curious", command);

        refused.ExitCode.ShouldBe((int)ExitCode.Refused);
        refused.JsonError.GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Somebody_elses_order_cannot_be_cancelled()
    {
        await fixture.SignUp("owner");
        await fixture.SignUp("stranger");
        await fixture.Run("owner", "exchange", "deposit", "USDT", "1000");
        var order = (await fixture.Run("owner", "exchange", "place", "BTCUSDT", "buy", "0.01", "--price", "20000")).Json;
        var id = order.GetProperty("order").GetProperty("orderId").GetInt64();

        var refused = await fixture.Run("stranger", "exchange", "cancel", "BTCUSDT", $"{id}");

        refused.JsonError.GetProperty("code").GetString().ShouldBe("unknown-order");
        (await fixture.Run("owner", "exchange", "orders", "BTCUSDT")).Json.GetProperty("orders").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_not_signed_in()
    {
        await fixture.SignUp("careful");

        var refused = await fixture.RunAs("careful", "not the password", "exchange", "balances");

        refused.ExitCode.ShouldBe((int)ExitCode.NotSignedIn);
        refused.JsonError.GetProperty("code").GetString().ShouldBe("wrong-handle-or-password");
    }

    [Fact]
    public async Task Without_signing_in_there_is_no_account_to_trade_for()
    {
        var refused = await fixture.Run("nobody-yet", "exchange", "balances");

        refused.ExitCode.ShouldBe((int)ExitCode.NotSignedIn);
        refused.JsonError.GetProperty("code").GetString().ShouldBe("not-signed-in");
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await fixture.SignUp("leaver");
        fixture.SessionFileOf("leaver").Exists.ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
            fixture.SessionFileOf("leaver").UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await fixture.Run("leaver", "sign-out")).ExitCode.ShouldBe(0);

        fixture.SessionFileOf("leaver").Exists.ShouldBeFalse();
        (await fixture.Run("leaver", "exchange", "balances")).ExitCode.ShouldBe((int)ExitCode.NotSignedIn);
    }

    private static (string? Free, string? Held) Balance(ConsoleProcess run, string asset)
    {
        var balance = run.Json.GetProperty("balances").EnumerateArray().Single(it => it.GetProperty("asset").GetString() == asset);
        return (balance.GetProperty("free").GetString(), balance.GetProperty("held").GetString());
    }
}
