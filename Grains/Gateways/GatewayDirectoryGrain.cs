namespace OrleansLld.Gateways;

/// <summary>Keeps the announcements in memory: whatever is lost with it is announced again within a heartbeat.</summary>
internal sealed class GatewayDirectoryGrain(TimeProvider time) : Grain, IGatewayDirectoryGrain
{
    private readonly GatewayLeases _leases = new(time.GetUtcNow());

    public Task<GatewayDirectory> Announce(GatewayNotice notice, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _leases.Renew(notice, now);
        return Task.FromResult(_leases.At(now));
    }

    public Task Leave(Guid gateway, CancellationToken cancellationToken)
    {
        _leases.End(gateway);
        return Task.CompletedTask;
    }

    public Task<GatewayDirectory> List(CancellationToken cancellationToken) => Task.FromResult(_leases.At(time.GetUtcNow()));
}
