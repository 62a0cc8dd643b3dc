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
    private static async Task<IResult> Ready(IGrainFactory grains, Drain drain, CancellationToken cancellationToken)
    {
        if (drain.HasBegun)
            return NotReady("stopping");
        try
        {
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken)
                .WaitAsync(AnswerWithin, cancellationToken);
            return Results.Text("ready");
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or InvalidOperationException)
        {
            return NotReady("not ready");
        }
    }

    private static IResult NotReady(string why) => Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
