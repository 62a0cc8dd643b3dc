using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

[Reentrant]
internal sealed class RiskShardGrain : EventSourcedGrain<RiskEvent>, IRiskShardGrain
{
    public const string Kind = "exchange.risk-shard";

    private const int LedgerPageMax = 500;

    private readonly ExchangeOptions _options;
    private readonly TimeProvider _time;
    private readonly IGrainStore _store;
    private readonly RiskShard _shard;
    private readonly LedgerRows _rows = new();
    private readonly HashSet<string> _assets;

    public RiskShardGrain(IOptions<ExchangeOptions> options, TimeProvider time, IGrainStore store)
    {
        (_options, _time, _store) = (options.Value, time, store);
        _shard = new RiskShard(_options.Assets, _rows.Add);
        _assets = [.. _options.Markets.SelectMany(market => new[] { market.Base, market.Quote })];
    }

    protected override PartitionId Partition => new(Kind, RowKey.Number(this.GetPrimaryKeyLong()));

    protected override IEventCodec<RiskEvent> Codec => RiskJournalCodec.Instance;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        _rows.IsRecording = true;
    }

    public async Task<DepositReply> Deposit(Deposit command, CancellationToken cancellationToken)
    {
        if (!CommandIds.IsDepositCommandId(command.CommandId))
            throw new ArgumentException("A deposit's command id is 1 to 64 printable ASCII characters.", nameof(command));
        var refusal = !_options.Demonstration ? DepositRefusal.NotADemonstration
            : !_assets.Contains(command.Asset) ? DepositRefusal.UnknownAsset
            : command.Units is < 1 or > 9_000_000_000_000_000_000 ? DepositRefusal.InvalidAmount
            : DepositRefusal.None;
        if (refusal != DepositRefusal.None)
            return new DepositReply(refusal, null);
        if (_shard.FindDeposit(command.Account.Value, command.CommandId) is null)
            Post(new RiskEvent.Deposited(command.CommandId, command.Account.Value, command.Asset, command.Units, _time.NowUs()));
        var (asset, after) = _shard.FindDeposit(command.Account.Value, command.CommandId)!.Value;
        await Durable();
        return new DepositReply(DepositRefusal.None, new Balance(asset, after.Free, after.Held));
    }

    public async Task<ImmutableArray<Balance>> Balances(AccountId account, CancellationToken cancellationToken)
    {
        var balances = _assets.Order(StringComparer.Ordinal)
            .Select(asset => (Asset: asset, Funds: _shard.Ledger.Of(account.Value, asset)))
            .Where(one => one.Funds != default)
            .Select(one => new Balance(one.Asset, one.Funds.Free, one.Funds.Held))
            .ToImmutableArray();
        await Durable();
        return balances;
    }

    public async Task<ImmutableArray<LedgerEntry>> Ledger(AccountId account, long beforeId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beforeId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit - 1, (uint)LedgerPageMax - 1, nameof(limit));
        await Durable();
        return await LedgerRows.Read(_store, Partition, account.Value, beforeId, limit, cancellationToken);
    }

    public async Task<ImmutableArray<ShardTotal>> Totals(CancellationToken cancellationToken)
    {
        _shard.Check();
        var totals = _assets.Order(StringComparer.Ordinal).Select(asset => _shard.Ledger.Totals(asset)).ToImmutableArray();
        await Durable();
        return totals;
    }

    public async Task<long> Attach(string symbol, long epoch, CancellationToken cancellationToken)
    {
        ThrowIfStale(symbol, epoch);
        if (_shard.EpochOf(symbol) != epoch)
            Post(new RiskEvent.Attached(symbol, epoch));
        await Durable();
        return _shard.SequenceOf(symbol);
    }

    public async Task Reclaim(string symbol, long epoch, CancellationToken cancellationToken)
    {
        ThrowIfStale(symbol, epoch);
        Post(new RiskEvent.Reclaimed(symbol, epoch, _time.NowUs()));
        await Durable();
    }

    public async Task<ImmutableArray<long>> Hold(
        string symbol, long epoch, ImmutableArray<HoldRequest> holds, CancellationToken cancellationToken)
    {
        ThrowIfStale(symbol, epoch);
        var wishes = new (OrderHold, long)[holds.Length];
        for (var i = 0; i < wishes.Length; i++)
        {
            var hold = holds[i];
            wishes[i] = (new OrderHold(hold.OrderId, hold.Account.Value, (Side)hold.Side, hold.Units, hold.UnitsPerLot), hold.LeastUnits);
        }

        var (granted, fresh) = _shard.DecideHolds(symbol, wishes);
        if (!fresh.IsEmpty)
            Post(new RiskEvent.Held(symbol, epoch, _time.NowUs(), fresh));
        await Durable();
        return granted;
    }

    public async Task<long> Settle(BookEvents events, long epoch, CancellationToken cancellationToken)
    {
        ThrowIfStale(events.Symbol, epoch);
        if (_shard.SequenceOf(events.Symbol) == events.AfterSequence)
            Post(new RiskEvent.Settled(events.Symbol, events.LastSequence, events.Bytes));
        var applied = _shard.SequenceOf(events.Symbol);
        await Durable();
        return applied;
    }

    protected override void Apply(in RiskEvent value) => _shard.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), _rows.LastId);
        output.Advance(sizeof(long));
        RiskShardImage.Write(_shard, output);
    }

    protected override void ReadSnapshot(ReadOnlySpan<byte> input)
    {
        _rows.LastId = BinaryPrimitives.ReadInt64LittleEndian(input);
        RiskShardImage.Read(input[sizeof(long)..], _shard);
    }

    private void Post(RiskEvent fact)
    {
        Raise(fact);
        _rows.PutInto(Journal);
    }

    private void ThrowIfStale(string symbol, long epoch)
    {
        if (epoch < _shard.EpochOf(symbol))
            throw new StaleEpochException($"Epoch {epoch} of {symbol} was taken over by epoch {_shard.EpochOf(symbol)}.");
    }
}
