using System.Text.Json.Serialization;

namespace OrleansLld.ObjectStore;

/// <summary>The whole state of a bucket as it is stored; equal states are written equally.</summary>
public sealed record BucketSnapshot(
    BucketStage Stage, long Revision, BucketMaking? Making, BucketTerms? Terms, IndexMap? Map, long NextPartition, IndexMove? Move);

/// <summary>What of a bucket never changes.</summary>
/// <param name="Incarnation">Tells it from earlier ones of its name.</param>
/// <param name="Owner">The owner's number.</param>
/// <param name="OwnerHandle">The owner's handle at that time.</param>
/// <param name="At">When it was made.</param>
/// <param name="Region">As it was asked for.</param>
public sealed record BucketMaking(string Incarnation, long Owner, string OwnerHandle, DateTimeOffset At, string Region);

[JsonSerializable(typeof(BucketEvent))]
[JsonSerializable(typeof(BucketSnapshot))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
public sealed partial class BucketJson : JsonSerializerContext;
