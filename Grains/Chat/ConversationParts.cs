using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>What works beside the grain of one conversation, each in its turns.</summary>
internal sealed class ConversationParts
{
    /// <param name="id">Which.</param>
    /// <param name="conversation">Its state.</param>
    /// <param name="partition">Where it is stored.</param>
    /// <param name="durable">The number of its last durable event.</param>
    /// <param name="grains">The grains that it calls.</param>
    /// <param name="services">What all conversations of the silo share.</param>
    public ConversationParts(
        ConversationId id,
        Conversation conversation,
        PartitionId partition,
        Func<long> durable,
        IGrainFactory grains,
        IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var options = services.GetRequiredService<IOptions<ChatOptions>>().Value;
        Ids = services.GetRequiredService<MessageIds>();
        FanOut = new FanOut(
            id, grains, services.GetRequiredService<GatewayOutbox>(), time, services.GetRequiredService<ILogger<FanOut>>());
        Log = new EntryLog(
            services.GetRequiredService<IGrainStore>(),
            partition,
            new EntryRows(services.GetRequiredService<Serializer<ChatEntry>>()),
            durable);
        Channel = id.Kind == ConversationKind.Channel ? new ChannelDesk(id, grains, time) : null;
        var budgets = new SendBudgets(options.SendBurst, options.SendsPerSecond);
        Announcer = new Announcer(id, conversation, Channel, FanOut, TimeSpan.FromMilliseconds(options.TellWithinMs));
        Posts = new PostingDesk(conversation, Log, Announcer, Ids, budgets, services.GetRequiredService<Serializer<EntryBody>>());
        Members = new MembershipDesk(id, conversation, Channel, FanOut, grains);
        Receipts = new ReceiptDesk(id, conversation, FanOut, Announcer, time);
        Typists = new Typists(id, conversation, FanOut, time);
        Views = new ConversationViews(id, conversation, Log, Channel);
    }

    public MessageIds Ids { get; }

    public FanOut FanOut { get; }

    public EntryLog Log { get; }

    /// <summary>Of a channel; else null.</summary>
    public ChannelDesk? Channel { get; }

    public PostingDesk Posts { get; }

    public MembershipDesk Members { get; }

    public ReceiptDesk Receipts { get; }

    public Typists Typists { get; }

    public Announcer Announcer { get; }

    public ConversationViews Views { get; }
}
