namespace OrleansLld.Gateways;

/// <summary>Who announced itself, until when that holds, and which addresses were heard of lately.</summary>
/// <param name="startedAt">When the first announcement could have come.</param>
internal sealed class GatewayLeases(DateTimeOffset startedAt)
{
    private const int GatewaysMax = 1_000;
    private const int RememberedMax = 4_000;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromHours(24);

    // One heartbeat may be lost with the silo that this directory was on before.
    private static readonly TimeSpan CompleteAfter = 2 * IGatewayDirectoryGrain.Heartbeat;

    private readonly Dictionary<Guid, GatewayEntry> _present = [];
    private readonly Dictionary<GatewayAddress, DateTimeOffset> _heardAt = [];

    public void Renew(GatewayNotice notice, DateTimeOffset now)
    {
        StrikeOff(now);
        var since = _present.TryGetValue(notice.Id, out var known) ? known.Since : now;
        if (known is null && _present.Count >= GatewaysMax)
            throw new InvalidOperationException($"The directory holds {GatewaysMax} gateways and no more.");

        _present[notice.Id] = new GatewayEntry(notice, since, now);
        if (notice.Address is { } address && (_heardAt.ContainsKey(address) || _heardAt.Count < RememberedMax))
            _heardAt[address] = now;
    }

    public void End(Guid gateway) => _present.Remove(gateway);

    public GatewayDirectory At(DateTimeOffset now)
    {
        StrikeOff(now);
        return new GatewayDirectory(
            [.. _present.Values.OrderBy(entry => entry.Since).ThenBy(entry => entry.Notice.Id)],
            [.. _heardAt.Keys.OrderBy(address => address.Value, StringComparer.Ordinal)],
            now - startedAt >= CompleteAfter);
    }

    private void StrikeOff(DateTimeOffset now)
    {
        foreach (var (id, entry) in _present)
            if (now - entry.HeardAt >= IGatewayDirectoryGrain.Lease)
                _present.Remove(id);

        foreach (var (address, heardAt) in _heardAt)
            if (now - heardAt >= RememberedFor)
                _heardAt.Remove(address);
    }
}
