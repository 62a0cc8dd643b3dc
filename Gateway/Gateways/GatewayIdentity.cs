namespace OrleansLld.Gateways;

/// <summary>Who this gateway is to the rest of the cluster: drawn at its start, so one that was restarted is another.</summary>
internal sealed class GatewayIdentity
{
    public Guid Id { get; } = Guid.NewGuid();
}
