namespace OrleansLld.Cluster;

/// <summary>What a grain has to ask of other grains before it can serve.</summary>
/// <remarks>
/// Its calls wait for the answers and its activation must not: a silo that stops hands its grains over in batches, and a batch is handed
/// over when all of it is active. A grain whose activation waited for one of the next batch would hold up both, and with them the silo.
/// </remarks>
internal static class Opening
{
    /// <summary>Begins it; a failure ends the activation.</summary>
    /// <param name="grain">The grain that is being activated.</param>
    /// <param name="ask">What is asked.</param>
    /// <returns>What its calls wait for first.</returns>
    public static async Task OpenAsync(this IGrainBase grain, Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception)
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
