using System.CommandLine;
using System.Globalization;

namespace OrleansLld.Exchange.Replay;

/// <summary><c>exchange replay</c>: real order flow through the HTTP edge.</summary>
internal sealed class ReplayCommand
{
    /// <summary>Orders spread over the makers' accounts unevenly: this much room for it.</summary>
    private const int OpenOrdersRoom = 2;

    private readonly Argument<string> _file = new("file") { Description = "LOBSTER message file, plain or gzip" };
    private readonly Option<string> _url = new("--url")
    {
        Description = "The product's HTTP address",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
    };

    private readonly Option<string> _symbol = new("--symbol")
    {
        Description = "The market to send to",
        DefaultValueFactory = _ => "BTCUSDT",
    };

    private readonly Option<string> _scale = new("--quantity-scale")
    {
        Description = "How much of the base asset one share is",
        DefaultValueFactory = _ => "1",
    };

    private readonly Option<int> _rate = new("--rate") { Description = "At most this many events a second; 0: as fast as answers come" };
    private readonly Option<int> _limit = new("--limit") { Description = "Only the first so many events; 0: all" };

    public static TaughtCommand Create(SharedArguments options)
    {
        var it = new ReplayCommand();
        var command = new TaughtCommand(
            "replay",
            "Replays real order flow (LOBSTER message format) through the HTTP gateway, in order, on throw-away accounts, and tells "
                + "how fast it went and how often our book chose the maker that the market executed",
            "Client exchange replay flow.csv.gz",
            "Client exchange replay flow.csv --url http://127.0.0.1:8080 --symbol ETHUSDT --quantity-scale 0.01",
            "Client exchange replay flow.csv.gz --rate 500 --json | jq .makerIdentity")
        {
            it._file, it._url, it._symbol, it._scale, it._rate, it._limit,
        };
        command.Alone(options, it.Replay);
        return command;
    }

    private async Task<Failure?> Replay(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var (rate, limit) = (arguments.GetValue(_rate), arguments.GetValue(_limit));
        var scaleText = arguments.GetValue(_scale);
        if (!decimal.TryParse(scaleText, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale) || scale <= 0)
            return Failure.Usage("--quantity-scale is a positive number.");
        if (!Uri.TryCreate(arguments.GetValue(_url), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return Failure.Usage("--url is an address such as http://127.0.0.1:8080.");
        if (rate < 0 || limit < 0)
            return Failure.Usage("--rate and --limit are not negative.");
        var (events, failure) = await LobsterFile.Read(arguments.GetRequiredValue(_file), cancellationToken);
        if (failure is not null)
            return failure;
        if (limit > 0 && limit < events.Count)
            events.RemoveRange(limit, events.Count - limit);

        using var connection = new ExchangeConnection(url, TimeProvider.System);
        (var run, var makers, failure) = await Prepare(connection, arguments, terminal, events, scale, cancellationToken);
        return failure ?? await Replay(terminal, connection, run!, makers!, events, rate, cancellationToken);
    }

    private async Task<(ReplayRun? Run, List<ApiKey>? Makers, Failure? Failure)> Prepare(
        ExchangeConnection connection,
        ParseResult arguments,
        Terminal terminal,
        List<LobsterEvent> events,
        decimal scale,
        CancellationToken cancellationToken)
    {
        var symbol = arguments.GetValue(_symbol)!;
        var (market, failure) = await ReplayMarket.Find(connection, symbol, cancellationToken);
        if (market is null)
            return (null, null, failure);
        if (!market.IsEmpty)
            terminal.Warn($"The book of {symbol} is not empty: its orders will trade too, and maker identity will be lower.");

        var makers = new List<ApiKey>();
        var accounts = 1 + ((long)FlowTranslation.OpenOrdersPeak(events) * OpenOrdersRoom / market.OpenOrdersMax);
        terminal.Note($"{events.Count} events for {symbol} from {accounts} maker account(s) and one taker account.");
        while (makers.Count < accounts)
        {
            (var maker, failure) = await ThrowAwayTrader.Create(connection, market, cancellationToken);
            if (maker is null)
                return (null, null, failure);
            makers.Add(maker);
        }

        (var taker, failure) = await ThrowAwayTrader.Create(connection, market, cancellationToken);
        return taker is null
            ? (null, null, failure)
            : (new ReplayRun(connection, symbol, makers, taker, scale, TimeProvider.System), makers, null);
    }

    private static async Task<Failure?> Replay(
        Terminal terminal,
        ExchangeConnection connection,
        ReplayRun run,
        List<ApiKey> makers,
        List<LobsterEvent> events,
        int rate,
        CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var pace = new Pace(rate, time);
        var failure = await WorkProgress.Show<Failure?>(terminal, "Replaying", "events", events.Count, async step =>
        {
            for (var number = 0; number < events.Count; number++)
            {
                await pace.Next(cancellationToken);
                if (await run.Event(number, events[number], cancellationToken) is { } stop)
                    return stop;
                step();
            }

            return null;
        });
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        failure ??= await run.Makers.Resolve(connection, run.Symbol, makers, cancellationToken);
        if (failure is not null)
            return failure;
        terminal.Write(
            new ReplayReport(
                events.Count, run.Commands, events.Count - run.Commands, connection.Retries, seconds,
                run.Commands / Math.Max(seconds, 1e-9), LatencyReport.Of(run.Latencies), run.Refusals,
                new MakerIdentityReport(run.Makers.Same, run.Makers.Executions)),
            ReplayReport.Show);
        return null;
    }
}
