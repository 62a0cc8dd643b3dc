using System.Buffers;

namespace OrleansLld.Exchange;

/// <summary>A whole shard as bytes in one canonical form: equal states give equal bytes.</summary>
public static class RiskShardImage
{
    private const int RecordBytesMax = 256;
    private const int FundsBytesMin = 5 * sizeof(long) + 1;
    private const int PocketBytesMin = 2 * sizeof(long) + 2;
    private const int HoldBytesMin = 5 * sizeof(long) + 3;
    private const int BookBytesMin = 2 * sizeof(long) + 1;
    private const int DepositBytesMin = 5 * sizeof(long) + 2;
    private const byte Version = 2;

    public static void Write(RiskShard shard, IBufferWriter<byte> output)
    {
        var funds = shard.Ledger.All.OrderBy(one => one.Account).ThenBy(one => one.Asset, StringComparer.Ordinal).ToList();
        var pockets = shard.Ledger.Pockets.Where(one => one.Pocket > Pocket.Held)
            .OrderBy(one => one.Pocket).ThenBy(one => one.Asset, StringComparer.Ordinal).ToList();
        var holds = shard.Holds.OrderBy(one => one.Symbol, StringComparer.Ordinal).ThenBy(one => one.Hold.OrderId).ToList();
        var books = shard.Books.ToList();
        var deposits = shard.Deposits.ToList();

        var at = new FieldWriter(output.GetSpan(RecordBytesMax));
        at.Byte(Version);
        foreach (var count in (ReadOnlySpan<int>)[funds.Count, pockets.Count, holds.Count, books.Count, deposits.Count])
            at.Int(count);
        output.Advance(at.Count);

        foreach (var (account, asset, has) in funds)
        {
            at = new FieldWriter(output.GetSpan(RecordBytesMax));
            at.Long(account);
            at.Text(asset);
            at.Int128(has.Free);
            at.Int128(has.Held);
            output.Advance(at.Count);
        }

        foreach (var (pocket, asset, units) in pockets)
        {
            at = new FieldWriter(output.GetSpan(RecordBytesMax));
            at.Byte((byte)pocket);
            at.Text(asset);
            at.Int128(units);
            output.Advance(at.Count);
        }

        foreach (var (symbol, hold, epoch, confirmed) in holds)
        {
            at = new FieldWriter(output.GetSpan(RecordBytesMax));
            at.Text(symbol);
            at.Long(epoch);
            at.Byte(confirmed ? (byte)1 : (byte)0);
            output.Advance(at.Count);
            RiskEventCodec.WriteHolds([hold], output);
        }

        WriteTail(books, deposits, output);
    }

    /// <summary>Fills an empty shard.</summary>
    /// <returns>The number of bytes read.</returns>
    /// <exception cref="FormatException">The input does not begin with a whole shard; throw away what was filled.</exception>
    public static int Read(ReadOnlySpan<byte> input, RiskShard shard)
    {
        try
        {
            return ReadTrusted(input, shard);
        }
        catch (Exception fault) when (fault is ArgumentException or OverflowException)
        {
            throw new FormatException("A shard image is cut short or malformed.", fault);
        }
    }

    private static int ReadTrusted(ReadOnlySpan<byte> input, RiskShard shard)
    {
        var at = new FieldReader(input);
        if (at.Byte() is var version && version != Version)
            throw new FormatException($"A shard image of version {version} is not known.");
        var (funds, pockets, holds) = (at.RecordCount(FundsBytesMin), at.RecordCount(PocketBytesMin), at.RecordCount(HoldBytesMin));
        var (books, deposits) = (at.RecordCount(BookBytesMin), at.RecordCount(DepositBytesMin));
        for (var i = 0; i < funds; i++)
            shard.Ledger.Restore(at.Long(), at.RequiredText(), new Funds(at.Int128(), at.Int128()));
        for (var i = 0; i < pockets; i++)
            shard.Ledger.Restore((Pocket)at.ByteUpTo((byte)Pocket.External), at.RequiredText(), at.Int128());
        for (var i = 0; i < holds; i++)
        {
            var (symbol, epoch, confirmed) = (at.RequiredText(), at.Long(), at.Byte() == 1);
            shard.Restore(symbol, RiskEventCodec.ReadHold(ref at), epoch, confirmed);
        }

        for (var i = 0; i < books; i++)
            shard.Restore(at.RequiredText(), new RiskShard.Book(at.Long(), at.Long()));
        for (var i = 0; i < deposits; i++)
        {
            var (account, commandId, asset) = (at.Long(), at.RequiredText(), at.RequiredText());
            shard.Restore(account, commandId, new DepositOutcome(asset, new Funds(at.Int128(), at.Int128())));
        }

        return at.Count;
    }

    private static void WriteTail(
        List<(string Symbol, RiskShard.Book Book)> books,
        List<(long Account, string CommandId, DepositOutcome Outcome)> deposits,
        IBufferWriter<byte> output)
    {
        foreach (var (symbol, book) in books)
        {
            var at = new FieldWriter(output.GetSpan(RecordBytesMax));
            at.Text(symbol);
            at.Long(book.Epoch);
            at.Long(book.Sequence);
            output.Advance(at.Count);
        }

        foreach (var (account, commandId, (asset, after)) in deposits)
        {
            var at = new FieldWriter(output.GetSpan(RecordBytesMax));
            at.Long(account);
            at.Text(commandId);
            at.Text(asset);
            at.Int128(after.Free);
            at.Int128(after.Held);
            output.Advance(at.Count);
        }
    }
}
