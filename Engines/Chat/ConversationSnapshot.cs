using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansLld.Chat;

/// <summary>The whole state of a conversation as it is stored; equal states are written equally.</summary>
public sealed record ConversationSnapshot(
    ConversationForm Form,
    ChatTerms? Terms,
    string Link,
    long Head,
    long Epoch,
    ImmutableArray<Participant> Participants,
    ImmutableArray<long> Blocking,
    ImmutableArray<long> Untold,
    ImmutableArray<RecentEntry> Recent);

[JsonSerializable(typeof(ConversationEvent))]
[JsonSerializable(typeof(ConversationSnapshot))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = false)]
public sealed partial class ConversationJson : JsonSerializerContext;
