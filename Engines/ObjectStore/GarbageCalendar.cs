namespace OrleansLld.ObjectStore;

/// <summary>
/// When what is of no use is old enough to be deleted. Time is cut into generations, each as long as the grace period:
/// <code>
/// ──┬── g ──┬── g+1 ──┬── g+2 ──
///      ▲ garbage       ▲ may be deleted: whoever began to read before had at least one whole generation to end
/// </code>
/// </summary>
/// <param name="terms">How long things take.</param>
public sealed class GarbageCalendar(GarbageTerms terms)
{
    private const int GenerationsBetween = 2;

    public long GenerationOf(long us) => us / terms.GraceUs;

    /// <summary>Whether what is garbage since then may be deleted.</summary>
    public bool IsCollectable(long sinceUs, long nowUs) => GenerationOf(sinceUs) + GenerationsBetween <= GenerationOf(nowUs);

    /// <summary>Whether the writer of a blob that was noted then counts as dead.</summary>
    public bool IsOrphan(long notedUs, long nowUs) => nowUs - notedUs >= terms.OrphanUs;

    /// <summary>Whether an upload that ended then need not answer repeats any more.</summary>
    public bool IsForgotten(long endedUs, long nowUs) => nowUs - endedUs >= terms.EndedUs;

    /// <summary>
    /// Whether an unfinished upload is to be visited in this generation: one generation of each while that makes an orphan, another for
    /// each upload, so that thousands of forgotten uploads are not woken at once, nor again and again.
    /// </summary>
    public bool IsVisited(string uploadId, long nowUs)
    {
        var every = Math.Max(1, terms.OrphanUs / terms.GraceUs);
        var hash = 2166136261u;
        foreach (var character in uploadId)
            hash = unchecked((hash ^ character) * 16777619);
        return GenerationOf(nowUs) % every == hash % every;
    }
}

/// <summary>How long things take, in microseconds.</summary>
/// <param name="GraceUs">A generation.</param>
/// <param name="OrphanUs">From a note to its writer's counting as dead.</param>
/// <param name="EndedUs">For how long an ended upload answers repeats.</param>
public sealed record GarbageTerms(long GraceUs, long OrphanUs, long EndedUs);
