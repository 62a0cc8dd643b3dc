using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>
/// What commands do to a key's versions, exactly as S3: a bucket that keeps versions puts the newest before the others, one that keeps
/// none replaces the null version, and a suspended one does that and leaves the others alone. Each reads the state and writes what
/// changes; a refusal changes nothing.
/// </summary>
public static class KeyRules
{
    /// <summary>What has to be read for a put.</summary>
    public static KeyNeeds PutNeeds(VersionKeeping keeping, bool hasHistory) =>
        new(hasHistory, null, keeping != VersionKeeping.Enabled, false, true);

    /// <summary>What has to be read for a delete.</summary>
    public static KeyNeeds DeleteNeeds(VersionKeeping keeping, VersionId? target, bool hasHistory) => target is null
        ? new(hasHistory, null, keeping != VersionKeeping.Enabled, keeping == VersionKeeping.Off, true)
        : new(hasHistory, target, false, true, true);

    /// <summary>What has to be read to find or to change a version in place.</summary>
    public static KeyNeeds FindNeeds(VersionId? target, bool hasHistory) => new(hasHistory, target, false, false, false);

    /// <summary>Makes a new newest version.</summary>
    public static KeyAnswer Put(KeyState state, KeyTerms terms, NewContent content, KeyRows rows)
    {
        if (state.Newest is { IsMarker: false } newest && newest.WriteHash == terms.WriteHash)
            return Made(newest, terms.Keeping);
        if (terms.Condition.Check(state.Newest) is var outcome and not KeyOutcome.Done)
            return new KeyAnswer(outcome);
        var version = New(state, terms, false, content);
        rows.PutLive(version, state.Live is not null);
        rows.Add(version, content.Pieces);
        Displace(state, version, rows);
        rows.Finish(state.Newest is not null, true);
        return Made(version, terms.Keeping);
    }

    /// <summary>Deletes the object: leaves a delete marker, or, where no versions are kept, nothing.</summary>
    /// <param name="state">What there is.</param>
    /// <param name="terms">What is asked.</param>
    /// <param name="marker">What a delete marker says.</param>
    /// <param name="rows">What changes.</param>
    public static KeyAnswer Delete(KeyState state, KeyTerms terms, NewContent marker, KeyRows rows)
    {
        if (state.Newest is { IsMarker: true } newest && newest.WriteHash == terms.WriteHash)
            return Made(newest, terms.Keeping);
        if (terms.Condition.Check(state.Newest) is var outcome and not KeyOutcome.Done)
            return new KeyAnswer(outcome);
        if (terms.Keeping == VersionKeeping.Off && state.Newest is null or { IsNull: true, IsMarker: false })
        {
            if (state.Newest is not null)
                Remove(state, state.Newest, rows);
            return new KeyAnswer(KeyOutcome.Done, StampUs: terms.StampUs);
        }

        var version = New(state, terms, true, marker);
        rows.PutHistory(version, false);
        rows.Add(version, []);
        if (state.Live is not null)
            rows.DeleteLive();
        Displace(state, version, rows);
        rows.Finish(state.Newest is not null, true);
        return Made(version, terms.Keeping);
    }

    /// <summary>Deletes one version, so that the next newest may come forward; what is not there is deleted already.</summary>
    public static KeyAnswer DeleteVersion(KeyState state, VersionId id, KeyTerms terms, KeyRows rows)
    {
        var found = state.Target;
        if (terms.Condition.Check(found) is var outcome and not KeyOutcome.Done)
            return new KeyAnswer(outcome);
        if (found is not null)
            Remove(state, found, rows);
        return new KeyAnswer(KeyOutcome.Done, id, found?.IsMarker == true, terms.StampUs);
    }

    /// <summary>Whether a version can be read or changed, and which it is.</summary>
    public static KeyOutcome Find(KeyState state, VersionId? id) => state.Target switch
    {
        null => id is null ? KeyOutcome.NoSuchKey : KeyOutcome.NoSuchVersion,
        { IsMarker: true } => KeyOutcome.IsDeleteMarker,
        _ => KeyOutcome.Done,
    };

    /// <summary>Gives the version that was found another body.</summary>
    public static KeyAnswer Change(KeyState state, ReadOnlyMemory<byte> body, KeyRows rows)
    {
        var changed = state.Target! with { Body = body };
        if (changed.StampUs == state.Live?.StampUs)
            rows.PutLive(changed, true);
        else
            rows.PutHistory(changed, true);
        return new KeyAnswer(KeyOutcome.Done, changed.Id, false, changed.StampUs);
    }

    private static IndexVersion New(KeyState state, KeyTerms terms, bool isMarker, NewContent content)
    {
        var isNull = terms.Keeping != VersionKeeping.Enabled;
        var nullStampUs = isNull || state.Newest is not { } newest ? 0 : newest.IsNull ? newest.StampUs : newest.NullStampUs;
        return new IndexVersion(
            terms.StampUs, terms.WriteHash, isNull, isMarker, nullStampUs, content.Bytes, content.ETag, content.Pieces.Count, content.Body);
    }

    private static KeyAnswer Made(IndexVersion version, VersionKeeping keeping) => new(
        KeyOutcome.Done, keeping == VersionKeeping.Off && version.IsNull && !version.IsMarker ? null : version.Id, version.IsMarker,
        version.StampUs);

    // What was the newest goes among the others, and a null version that is replaced goes for good.
    private static void Displace(KeyState state, IndexVersion by, KeyRows rows)
    {
        var replaced = by.IsNull ? state.Null : null;
        if (state.Live is { } live && live.StampUs != replaced?.StampUs)
            rows.PutHistory(live, false);
        if (replaced is null)
            return;
        if (replaced.StampUs != state.Live?.StampUs)
            rows.DeleteHistory(replaced);
        rows.Remove(replaced);
    }

    private static void Remove(KeyState state, IndexVersion version, KeyRows rows)
    {
        var newest = state.Newest!;
        var isNewest = version.StampUs == newest.StampUs;
        if (isNewest)
            Promote(state, newest, rows);
        else
        {
            rows.DeleteHistory(version);
            if (version.IsNull && newest.IsMarker)
                rows.PutHistory(newest with { NullStampUs = 0 }, true);
            else if (version.IsNull)
                rows.PutLive(newest with { NullStampUs = 0 }, true);
        }

        rows.Remove(version);
        rows.Finish(true, !isNewest || state.Next is not null);
    }

    private static void Promote(KeyState state, IndexVersion newest, KeyRows rows)
    {
        var next = state.Next is { } known ? known with { NullStampUs = known.IsNull ? 0 : newest.NullStampUs } : null;
        if (newest.IsMarker)
            rows.DeleteHistory(newest);
        else if (next is null or { IsMarker: true })
            rows.DeleteLive();
        if (next is { IsMarker: true })
            rows.PutHistory(next, true);
        else if (next is not null)
            rows.BringBack(next, !newest.IsMarker);
    }
}
