using OrleansLld.Accounts;
using OrleansLld.Gateways;

namespace OrleansLld.Chat;

/// <summary>A silo and two gateways, and people with devices at either.</summary>
public sealed class ChatProduct : IAsyncLifetime
{
    public const string Collection = "Chat";

    private readonly List<ChatDevice> _devices = [];
    private TwoGateways _cluster = null!;

    public RunningProduct[] Gateways => [_cluster.One, _cluster.Other];

    public async ValueTask InitializeAsync() => _cluster =
        await TwoGateways.Start("--Chat:SendBurst=100000", "--Chat:Edge:CallBurst=100000");

    /// <summary>Somebody new with a device that connects to one gateway first, and to the other when that is gone.</summary>
    public async Task<ChatDevice> Device(int gateway)
    {
        var owner = await Visitor.SignedInTo(Gateways[gateway]);
        var device = await ChatDevice.Connect(owner, Gateways[gateway], Gateways[1 - gateway]);
        _devices.Add(device);
        return device;
    }

    /// <summary>The conversation of two people, begun by the first.</summary>
    public static async Task<string> Direct(ChatDevice one, ChatDevice other) => (await one.Call<ConversationLine>(
        "Begin", new NewConversation("", [other.Owner.Handle], new SettingsView("", "", "everything", false, false)))).Id;

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices)
            await device.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}

[CollectionDefinition(ChatProduct.Collection)]
public sealed class ChatCollection : ICollectionFixture<ChatProduct>;
