using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansLld.ObjectStore;

/// <summary>The whole state of an upload as it is stored; equal states are written equally.</summary>
public sealed record UploadSnapshot(
    UploadStage Stage,
    UploadEvent.Begun? Terms,
    ImmutableArray<UploadedPart> Parts,
    ImmutableArray<NotedBlob> Notes,
    ImmutableArray<UselessBlob> Useless,
    UploadEvent.Completing? Completing,
    UploadEvent.Completed? Completed,
    long EndedAtUs);

/// <summary>How far an upload is.</summary>
public enum UploadStage
{
    /// <summary>It was never begun.</summary>
    None,

    /// <summary>It takes parts.</summary>
    Open,

    /// <summary>The index was asked for the object, and its answer is not known yet.</summary>
    Completing,

    /// <summary>There is an object.</summary>
    Completed,

    /// <summary>The index was asked to discard it, and its answer is not known yet.</summary>
    Aborting,

    /// <summary>It was given up.</summary>
    Aborted,
}

/// <summary>A blob on its way.</summary>
public sealed record NotedBlob(string Blob, long AtUs);

/// <summary>A blob to be deleted.</summary>
public sealed record UselessBlob(string Blob, UselessBecause Because);

/// <summary>Why a blob is of no use.</summary>
public enum UselessBecause
{
    /// <summary>Another took its place as a part.</summary>
    Replaced,

    /// <summary>Its writer is believed dead.</summary>
    GivenUp,
}

[JsonSerializable(typeof(UploadEvent))]
[JsonSerializable(typeof(UploadSnapshot))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
public sealed partial class UploadJson : JsonSerializerContext;
