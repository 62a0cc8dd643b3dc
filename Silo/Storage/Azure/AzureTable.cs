using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace OrleansLld.Storage.Azure;

/// <summary>The requests that the store makes of its table.</summary>
internal sealed class AzureTable(TableClient client)
{
    /// <summary>The most entities that the service returns at once.</summary>
    public const int PageRowsMax = 1_000;

    private static readonly string[] OnlyKey = ["RowKey"];

    public async Task<(PartitionHeader Header, ETag Tag)?> FindHeaderAsync(PartitionId partition, CancellationToken cancellationToken) =>
        await FindAsync(partition, PartitionHeader.RowKey, cancellationToken) is { } entity
            ? (PartitionHeader.Of(entity), entity.ETag)
            : null;

    public async Task<TableEntity?> FindAsync(PartitionId partition, string key, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.GetEntityIfExistsAsync<TableEntity>(partition.ToString(), key, null, cancellationToken);
            return answer.HasValue ? answer.Value : null;
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(failure);
        }
    }

    /// <summary>The rows with from ≤ key &lt; to in order, page by page. What changes between two pages may show in part.</summary>
    public async IAsyncEnumerable<IReadOnlyList<TableEntity>> PagesAsync(
        PartitionId partition,
        string from,
        string to,
        int rowsAPage,
        bool keysOnly,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition.ToString()} and RowKey ge {from} and RowKey lt {to}");
        var pages = client.QueryAsync<TableEntity>(filter, Math.Min(rowsAPage, PageRowsMax), keysOnly ? OnlyKey : null, cancellationToken)
            .AsPages()
            .GetAsyncEnumerator(cancellationToken);
        await using (pages)
        {
            while (await HasNextAsync(pages, cancellationToken))
                yield return pages.Current.Values;
        }
    }

    /// <summary>Adds the header of a partition that was never opened.</summary>
    /// <returns>Its tag, or null when there is a header.</returns>
    public async Task<ETag?> TryAddAsync(TableEntity header)
    {
        try
        {
            return (await client.AddEntityAsync(header)).Headers.ETag;
        }
        catch (Exception conflict) when (AzureFailures.Is(conflict, HttpStatusCode.Conflict))
        {
            return null;
        }
    }

    /// <summary>Replaces the header if it still has the tag, and makes the other changes, all or nothing.</summary>
    /// <returns>The header's new tag.</returns>
    public async Task<ETag> WriteAsync(TableEntity header, ETag tag, IEnumerable<TableTransactionAction> changes)
    {
        var answers = await client.SubmitTransactionAsync(
            [new TableTransactionAction(TableTransactionActionType.UpdateReplace, header, tag), .. changes]);
        return answers.Value[0].Headers.ETag ?? throw new CorruptStorageException("The table service told no tag.");
    }

    private static async Task<bool> HasNextAsync(IAsyncEnumerator<Page<TableEntity>> pages, CancellationToken cancellationToken)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(failure);
        }
    }
}
