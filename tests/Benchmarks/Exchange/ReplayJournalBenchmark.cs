using System.Buffers;
using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;

namespace OrleansLld.Exchange;

/// <summary><c>replay-journal</c>: how quickly a book comes back from its events, and whether it is the same book.</summary>
internal static class ReplayJournalBenchmark
{
    private const int Rounds = 5;

    public static Command Command()
    {
        var count = new Option<int>("--commands")
        {
            Description = "Commands whose events are replayed",
            DefaultValueFactory = _ => 500_000,
        };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("replay-journal", "A book's events, as the journal holds them, decoded and applied to an empty book")
        {
            count,
            seed,
        };
        command.SetAction(arguments => Run(arguments.GetValue(count), arguments.GetValue(seed)));
        return command;
    }

    private static void Run(int count, int seed)
    {
        Report.Begin("Replay: events of a journal to the same book");
        Report.Progress($"Drawing {count} commands…");
        var (fill, mix) = EngineMix.Draw(count, seed);
        var events = new List<BookEvent>();
        var original = new EngineRun(withClientIds: true, events);
        foreach (ref readonly var command in fill.Concat(mix).ToArray().AsSpan())
            original.Execute(command);
        var journal = Journal(events);
        var hash = Hash(original.Book);

        var best = 0.0;
        for (var round = 0; round <= Rounds; round++)
        {
            Report.Progress($"Round {round} of {Rounds} (the first is not counted)");
            var book = new OrderBook();
            var started = Stopwatch.GetTimestamp();
            Replay(journal, book);
            var perSecond = events.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (Hash(book) != hash)
                throw new InvalidOperationException("The replayed book differs from the original.");
            best = round == 0 ? 0 : Math.Max(best, perSecond);
        }

        Report.Table(
            ["events", "journal MiB", "events/s", "SHA-256 of the book"],
            [Report.Count(events.Count), Report.Decimal(journal.Length / 1048576.0), Report.Count(best), $"{hash[..16]}… both times"]);
    }

    private static byte[] Journal(List<BookEvent> events)
    {
        var bytes = new ArrayBufferWriter<byte>(events.Count * 64);
        foreach (var fact in events)
            bytes.Advance(BookEventCodec.Write(fact, bytes.GetSpan(BookEventCodec.BytesMax)));
        return bytes.WrittenSpan.ToArray();
    }

    private static void Replay(ReadOnlySpan<byte> journal, OrderBook book)
    {
        while (!journal.IsEmpty)
        {
            journal = journal[BookEventCodec.Read(journal, out var fact)..];
            book.Apply(fact);
        }
    }

    private static string Hash(OrderBook book)
    {
        var image = new ArrayBufferWriter<byte>();
        OrderBookImage.Write(book, image);
        return Convert.ToHexStringLower(SHA256.HashData(image.WrittenSpan));
    }
}
