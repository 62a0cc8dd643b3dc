using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>Hands out the key packages of an account's devices. Reentrant around the commit: claims side by side share one.</summary>
[Reentrant]
internal sealed class KeyDirectoryGrain(IGrainStore store, GatewayOutbox outbox) : Grain, IKeyDirectoryGrain
{
    private const int PackageBytesMax = 8 << 10;
    private const int CommandIdLengthMax = 64;

    private KeyRows _keys = null!;

    private AccountId Owner => new(this.GetPrimaryKeyLong());

    public override async Task OnActivateAsync(CancellationToken cancellationToken) => _keys = await KeyRows.OpenAsync(
        store, new PartitionId("chat.keys", Owner.ToString()), _ => DeactivateOnIdle());

    public async Task<int> Publish(KeyPackages packages, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packages.Packages.Length, IKeyDirectoryGrain.PackagesMax, nameof(packages));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packages.LastResort.Length, PackageBytesMax, nameof(packages));
        if (packages.Packages.Any(package => package.Length is 0 or > PackageBytesMax))
            throw new ArgumentOutOfRangeException(nameof(packages), $"A key package has 1 to {PackageBytesMax} bytes.");

        var count = _keys.Publish(packages);
        await _keys.CommitAsync();
        return count;
    }

    public async Task<ImmutableArray<ClaimedKey>> Claim(string commandId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(commandId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(commandId.Length, CommandIdLengthMax, nameof(commandId));
        if (await _keys.AnswerOf(commandId, cancellationToken) is { } first)
        {
            await _keys.CommitAsync();
            return first;
        }

        // Nobody else can have answered the command since: an answer that is not remembered is found without waiting.
        var claimed = _keys.Claim(commandId);
        await _keys.CommitAsync();
        var taken = claimed.Where(key => !key.IsLastResort).Select(key => key.Device).ToHashSet();
        await new AccountNews(GrainFactory, outbox, Owner).Tell(
            [.. _keys.Stock.Where(stock => taken.Contains(stock.Device)).Select(stock => new KeysNews(stock.Device, stock.Packages))]);
        return claimed;
    }

    public async Task<ImmutableArray<KeyStock>> Stock(CancellationToken cancellationToken)
    {
        ImmutableArray<KeyStock> stock = [.. _keys.Stock];
        await _keys.CommitAsync();
        return stock;
    }

    public Task Withdraw(DeviceId device, CancellationToken cancellationToken)
    {
        _keys.Withdraw(device);
        return _keys.CommitAsync();
    }
}
