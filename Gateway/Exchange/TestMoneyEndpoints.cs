using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansLld.Accounts;
using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

/// <summary>Test money in the demonstration, and the ledger that explains a balance.</summary>
internal static class TestMoneyEndpoints
{
    private const int CommandIdLengthMax = 64;
    private const long DepositUnitsMax = 9_000_000_000_000_000_000;
    private const int PageMax = 500;
    private const int PagesMax = 100;

    public static void MapTestMoney(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/exchange").WithTags("Exchange").RequireAuthorization();
        group.MapPost("/deposits", Deposit).WithSummary("Credits test money; only in the demonstration mode.");
        group.MapGet("/ledger", Ledger).WithSummary("The postings that explain the caller's balances, newest first.");
    }

    private static async Task<Results<Ok<DepositAnswer>, ProblemHttpResult>> Deposit(
        DepositRequest request, Caller caller, ExchangeListings listings)
    {
        var listing = await listings.Get();
        if (!listing.Listing.Demonstration)
            return Refusals.Refuse(StatusCodes.Status403Forbidden, "not-a-demonstration", "This exchange does not give test money.");

        if (request.CommandId is not { Length: >= 1 and <= CommandIdLengthMax } commandId
            || commandId.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return Bad(
                "invalid-command-id", "commandId is 1 to 64 printable ASCII characters, made by the client; a retry sends the same.");

        if (request.Asset is not { } asset || !listing.Assets.Contains(asset))
            return Bad("unknown-asset", "No market here trades this asset.");

        if (ReadAmount(request.Amount) is not { } units)
            return Bad("invalid-amount", "amount is a plain decimal number above 0, with at most 8 decimals, up to 90,000,000,000.");

        var command = new Deposit(commandId, caller.Id, asset, units);
        var reply = await listing.ShardOf(caller.Id).Deposit(command, CancellationToken.None);
        return reply switch
        {
            { Refusal: DepositRefusal.None, Balance: { } balance } => TypedResults.Ok(
                new DepositAnswer(balance.Asset, DecimalText.ToText(balance.FreeUnits), DecimalText.ToText(balance.HeldUnits))),
            { Refusal: DepositRefusal.NotADemonstration } =>
                Refusals.Refuse(StatusCodes.Status403Forbidden, "not-a-demonstration", "This exchange does not give test money."),
            { Refusal: DepositRefusal.UnknownAsset } => Bad("unknown-asset", "No market here trades this asset."),
            { Refusal: DepositRefusal.InvalidAmount } => Bad("invalid-amount", "The amount is not in its range."),
            _ => throw new InvalidOperationException($"An unknown answer to a deposit: {reply}."),
        };
    }

    private static async Task<Results<Ok<List<LedgerLine>>, ProblemHttpResult>> Ledger(
        Caller caller,
        ExchangeListings listings,
        CancellationToken cancellationToken,
        string? asset = null,
        long before = 0,
        int limit = 100)
    {
        var listing = await listings.Get();
        if (before < 0 || limit is < 1 or > PageMax)
            return Bad("invalid-page", "limit is 1 to 500, and before the id of an entry.");

        if (asset is not null && !listing.Assets.Contains(asset))
            return Bad("unknown-asset", "No market here trades this asset.");

        var shard = listing.ShardOf(caller.Id);
        var lines = new List<LedgerLine>();
        for (var pages = 0; pages < PagesMax && lines.Count < limit; pages++)
        {
            var page = await shard.Ledger(caller.Id, before, PageMax, cancellationToken);
            lines.AddRange(page.Where(entry => asset is null || entry.Asset == asset).Take(limit - lines.Count).Select(LedgerLine.Of));
            if (page.Length < PageMax)
                break;

            before = page[^1].Id;
        }

        return TypedResults.Ok(lines);
    }

    /// <summary>The number as it was written, in a string or as a JSON number: it never becomes a float.</summary>
    private static long? ReadAmount(JsonElement amount)
    {
        var text = amount.ValueKind is JsonValueKind.String or JsonValueKind.Number ? amount.GetRawText().Trim('"') : "";
        var outcome = DecimalText.Parse(Encoding.UTF8.GetBytes(text), out var units);
        return outcome == DecimalOutcome.Exact && units >= 1 && units <= DepositUnitsMax ? (long)units : null;
    }

    private static ProblemHttpResult Bad(string code, string sentence) =>
        Refusals.Refuse(StatusCodes.Status400BadRequest, code, sentence);
}

/// <summary>A wish for test money.</summary>
/// <param name="Asset">The asset's code.</param>
/// <param name="Amount">A decimal number, as a string or as a number.</param>
/// <param name="CommandId">Made by the client; a retry sends the same and is credited once.</param>
internal sealed record DepositRequest(string? Asset, JsonElement Amount, string? CommandId);

/// <summary>The balance right after a deposit.</summary>
internal sealed record DepositAnswer(string Asset, string Free, string Locked);

/// <summary>One posting of the ledger.</summary>
/// <param name="Id">Grows with time; the next page is what comes before it.</param>
/// <param name="Asset">The asset's code.</param>
/// <param name="Reason"><c>deposit</c>, <c>hold</c>, <c>release</c>, <c>paid</c>, <c>received</c> or <c>fee</c>.</param>
/// <param name="Symbol">The market; empty for a deposit.</param>
/// <param name="OrderId">The order; 0 for a deposit.</param>
/// <param name="TradeId">The trade; 0 when there was none.</param>
/// <param name="FreeDelta">What the free balance gained or lost.</param>
/// <param name="HeldDelta">What the balance set aside for orders gained or lost.</param>
/// <param name="Time">When, in milliseconds.</param>
internal sealed record LedgerLine(
    long Id, string Asset, string Reason, string Symbol, long OrderId, long TradeId, string FreeDelta, string HeldDelta, long Time)
{
    public static LedgerLine Of(LedgerEntry entry) => new(
        entry.Id,
        entry.Asset,
        entry.Reason switch
        {
            LedgerReason.Deposit => "deposit",
            LedgerReason.Hold => "hold",
            LedgerReason.Release => "release",
            LedgerReason.Paid => "paid",
            LedgerReason.Received => "received",
            LedgerReason.Fee => "fee",
            _ => throw new ArgumentOutOfRangeException(nameof(entry)),
        },
        entry.Symbol,
        entry.OrderId,
        entry.TradeId,
        DecimalText.ToText(entry.FreeDelta),
        DecimalText.ToText(entry.HeldDelta),
        entry.TimeUs / 1000);
}
