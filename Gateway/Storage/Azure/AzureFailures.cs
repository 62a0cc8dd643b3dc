using System.Net;
using System.Text.Json;
using Azure;

namespace OrleansLld.Storage.Azure;

/// <summary>What the Azure SDK throws, in the words of the seam.</summary>
public static class AzureFailures
{
    /// <summary>No answer, or one that says nothing about the request: it may have taken effect.</summary>
    public static bool IsUnavailable(Exception failure, CancellationToken caller) => failure switch
    {
        OperationCanceledException => !caller.IsCancellationRequested,
        RequestFailedException or AggregateException or HttpRequestException or IOException or JsonException => true,
        _ => false,
    };

    /// <summary>A process that cannot reach its account says so and ends.</summary>
    /// <param name="address">The account's address, of which what may follow the place, a signature, is not told.</param>
    /// <param name="failure">What the account answered, or that it did not.</param>
    public static StartRefusedException StartRefused(Uri address, Exception failure)
    {
        const string Setting = $"{AzureOptions.Section}:{nameof(AzureOptions.ConnectionString)}";
        var place = address.GetLeftPart(UriPartial.Authority);
        return new StartRefusedException(
            failure is RequestFailedException { Status: >= 400 and < 500 } refusal
                ? $"The storage account at {place} refuses us ({refusal.Status} {refusal.ErrorCode}); set {Setting}."
                : $"The storage account at {place} does not answer; start Azurite with Azurite/start.sh, or set {Setting}.",
            failure);
    }

    public static bool Is(Exception failure, HttpStatusCode status) =>
        failure is RequestFailedException answer && answer.Status == (int)status;

    /// <summary>Says neither address nor key: addresses may hold signatures.</summary>
    public static StorageUnavailableException Unavailable(Exception failure) => failure is RequestFailedException { Status: > 0 } answer
        ? new StorageUnavailableException($"Azure Storage answered {answer.Status} {answer.ErrorCode}.", failure)
        : new StorageUnavailableException("Azure Storage did not answer.", failure);
}
