using OrleansLld.Storage;

namespace OrleansLld;

/// <summary>For whoever starts and watches the process: alive, and ready to serve.</summary>
internal static class Health
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").ExcludeFromDescription();
        health.MapGet("/live", () => Results.Text("live"));
        health.MapGet("/ready", Ready);
    }

    /// <summary>A grain call that goes through shows that this process has a silo, its own or another, to serve from.</summary>
    private static async Task<IResult> Ready(IGrainFactory grains, Drain drain, BlobMeter blobs, CancellationToken cancellationToken)
    {
        if (drain.HasBegun)
            return NotReady("stopping");
        try
        {
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken)
                .WaitAsync(AnswerWithin, cancellationToken);
            // A disk that fails takes its share of the blobs with it and nothing else: the process serves.
            return Results.Text(string.Join("; failing disk: ", blobs.FailingDisks.Prepend("ready")));
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or InvalidOperationException)
        {
            return NotReady("not ready");
        }
    }

    private static IResult NotReady(string why) => Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
