using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>What works beside the grain of one conversation, each in its turns.</summary>
internal sealed class ConversationParts
{
    public ConversationParts(
        ConversationId id, Conversation conversation, PartitionId partition, IGrainFactory grains, IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var options = services.GetRequiredService<IOptions<ChatOptions>>().Value;
        Ids = services.GetRequiredService<MessageIds>();
        FanOut = new FanOut(id, grains, services.GetRequiredService<GatewayOutbox>(), time);
        Log = new EntryLog(
            services.GetRequiredService<IGrainStore>(), partition, new EntryRows(services.GetRequiredService<Serializer<ChatEntry>>()));
        Channel = id.Kind == ConversationKind.Channel ? new ChannelDesk(id, grains, time) : null;
        var budgets = new SendBudgets(options.SendBurst, options.SendsPerSecond);
        Posts = new PostingDesk(conversation, Log, Ids, budgets, services.GetRequiredService<Serializer<EntryBody>>());
        Members = new MembershipDesk(id, conversation, Channel, FanOut, grains);
        Receipts = new ReceiptDesk(id, conversation, FanOut, time);
        Typists = new Typists(id, conversation, FanOut, time);
        Announcer = new Announcer(id, conversation, Log, Channel, FanOut, TimeSpan.FromMilliseconds(options.TellWithinMs));
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
