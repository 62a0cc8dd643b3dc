using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>How far a scrub is, as it is stored.</summary>
internal sealed record ScrubProgress(
    ScrubStage Stage,
    ScrubDepth Depth,
    long StartedUs,
    long EndedUs,
    VersionPlace Place,
    long Versions,
    long Blobs,
    long Bytes,
    long FaultCount,
    ImmutableArray<StoredFault> Faults)
{
    private const int FaultsMax = 1_000;

    public static ScrubProgress None { get; } =
        new(ScrubStage.None, ScrubDepth.Lengths, 0, 0, VersionPlace.Beginning, 0, 0, 0, 0, []);

    public static ScrubProgress Begun(ScrubDepth depth, long nowUs) =>
        None with { Stage = ScrubStage.Running, Depth = depth, StartedUs = nowUs };

    public ScrubProgress Ended(ScrubStage stage, long nowUs) => this with { Stage = stage, EndedUs = nowUs };

    public ScrubProgress With(FoundVersion version, int part, ScrubFaultKind kind, BlobId? blob) => this with
    {
        FaultCount = FaultCount + 1,
        Faults = Faults.Length < FaultsMax
            ? Faults.Add(new StoredFault(version.Key.ToString(), version.VersionId, part, kind, blob?.ToString()))
            : Faults,
    };

    public ScrubReport Report() => new(
        Stage,
        Depth,
        Stage == ScrubStage.None ? null : Times.At(StartedUs),
        Stage is ScrubStage.Ended or ScrubStage.Stopped ? Times.At(EndedUs) : null,
        Versions,
        Blobs,
        Bytes,
        FaultCount,
        [.. Faults.Select(fault => fault.Shown())]);
}

/// <summary>A fault as it is stored.</summary>
internal sealed record StoredFault(string Key, string VersionId, int Part, ScrubFaultKind Kind, string? Blob)
{
    public ScrubFault Shown() => new(new ObjectKey(Key), VersionId, Part, Kind, Blob is null ? null : new BlobId(Blob));
}

[JsonSerializable(typeof(ScrubProgress))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
internal sealed partial class ScrubJson : JsonSerializerContext;
