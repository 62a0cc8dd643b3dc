using System.Text;
using OrleansLld.Storage;

namespace OrleansLld.Accounts;

/// <summary>One row that is written once: a handle is never changed. Asking for numbers that nobody has writes nothing.</summary>
internal sealed class AccountNameGrain(IGrainStore store) : Grain, IAccountNameGrain
{
    private static readonly RowKey Key = new("handle");

    private string? _handle;

    private PartitionId Partition => new("accounts.account-name", new AccountId(this.GetPrimaryKeyLong()).ToString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Partition, Key, cancellationToken) is { } row)
            _handle = Encoding.UTF8.GetString(row.Span);
    }

    public Task<string?> Find(CancellationToken cancellationToken) => Task.FromResult(_handle);

    public async Task Learn(string handle, CancellationToken cancellationToken)
    {
        if (_handle == handle)
            return;
        if (_handle is not null)
            throw new ArgumentException("Another account has this number.", nameof(handle));
        try
        {
            var lease = await store.OpenAsync(Partition, CancellationToken.None);
            await store.CommitAsync(lease, new RowBatch().Put(Key, Encoding.UTF8.GetBytes(handle)), CancellationToken.None);
        }
        catch (Exception failure)
        {
            // What is stored now, the next activation will read.
            DeactivateOnIdle();
            throw failure as StorageUnavailableException ?? new StorageUnavailableException($"{Partition} was not written.", failure);
        }

        _handle = handle;
    }
}
