using System.Security.Cryptography;

namespace OrleansLld.Exchange.Replay;

/// <summary>An account made for one replay: random handle, an API key, and more test money than the flow can need.</summary>
internal static class ThrowAwayTrader
{
    private const string Amount = "10000000000";

    public static async Task<(ApiKey? Key, Failure? Failure)> Create(
        ExchangeConnection connection, ReplayMarket market, CancellationToken cancellationToken)
    {
        var handle = $"replay-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var account = new { handle, password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) };
        var registered = await connection.Post("api/accounts", account, bearer: null, cancellationToken);
        if (!registered.IsDone)
            return (null, Refused("register an account", registered));
        var signedIn = await connection.Post("api/accounts/sign-in", account, bearer: null, cancellationToken);
        if (!signedIn.IsDone)
            return (null, Refused("sign in", signedIn));
        var token = Text(signedIn, "token");

        var made = await connection.Post("api/accounts/credentials", new { kind = "exchange", label = "replay" }, token, cancellationToken);
        if (!made.IsDone)
            return (null, Refused("make an API key", made));
        foreach (var asset in (string[])[market.BaseAsset, market.QuoteAsset])
        {
            var deposit = new { asset, amount = Amount, commandId = $"{handle}-{asset}" };
            var deposited = await connection.Post("api/exchange/deposits", deposit, token, cancellationToken);
            if (!deposited.IsDone)
                return (null, Refused("get test money (is the silo started with --Demo?)", deposited));
        }

        return (new ApiKey(Text(made, "id"), Text(made, "secret")), null);
    }

    private static Failure Refused(string what, ExchangeReply reply)
    {
        var (code, words) = reply.Refusal();
        return new Failure(ExitCode.Refused, code, $"Could not {what}: {words}");
    }

    private static string Text(ExchangeReply reply, string name)
    {
        using var json = reply.Json();
        return json.RootElement.GetProperty(name).GetString()!;
    }
}
