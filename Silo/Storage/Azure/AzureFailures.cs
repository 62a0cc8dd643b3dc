using System.Net;
using System.Text.Json;
using Azure;

namespace OrleansLld.Storage.Azure;

/// <summary>What the Azure SDK throws, in the words of the seam.</summary>
internal static class AzureFailures
{
    /// <summary>No answer, or one that says nothing about the request: it may have taken effect.</summary>
    public static bool IsUnavailable(Exception failure, CancellationToken caller) => failure switch
    {
        OperationCanceledException => !caller.IsCancellationRequested,
        RequestFailedException or AggregateException or HttpRequestException or IOException or JsonException => true,
        _ => false,
    };

    public static bool Is(Exception failure, HttpStatusCode status) =>
        failure is RequestFailedException answer && answer.Status == (int)status;

    /// <summary>Says neither address nor key: addresses may hold signatures.</summary>
    public static StorageUnavailableException Unavailable(Exception failure) => failure is RequestFailedException { Status: > 0 } answer
        ? new StorageUnavailableException($"Azure Storage answered {answer.Status} {answer.ErrorCode}.", failure)
        : new StorageUnavailableException("Azure Storage did not answer.", failure);
}
