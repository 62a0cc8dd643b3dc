using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OrleansLld.ObjectStore;

/// <summary>What happened to a multipart upload. The names are stored and never change; a new property must have a default.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(Noted), "noted")]
[JsonDerivedType(typeof(PartAdded), "part-added")]
[JsonDerivedType(typeof(GivenUp), "given-up")]
[JsonDerivedType(typeof(Collected), "collected")]
[JsonDerivedType(typeof(Completing), "completing")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Aborting), "aborting")]
[JsonDerivedType(typeof(Aborted), "aborted")]
public abstract record UploadEvent
{
    private UploadEvent()
    {
    }

    /// <summary>What the upload is to become, which is the caller's to read, and how its checksum is made; null for none.</summary>
    public sealed record Begun(ReadOnlyMemory<byte> Description, UploadChecksum? Checksum) : UploadEvent;

    /// <summary>A blob is about to be written for a part.</summary>
    public sealed record Noted(string Blob, long AtUs) : UploadEvent;

    /// <summary>A noted blob is the part of its number now; an earlier one of that number is of no use any more.</summary>
    public sealed record PartAdded(UploadedPart Part) : UploadEvent;

    /// <summary>Notes of writers that are believed dead.</summary>
    public sealed record GivenUp(ImmutableArray<string> Blobs) : UploadEvent;

    /// <summary>Blobs of no use that are deleted.</summary>
    public sealed record Collected(ImmutableArray<string> Blobs) : UploadEvent;

    /// <summary>The index is being asked to make an object of these parts, by their numbers, under this condition.</summary>
    public sealed record Completing(ImmutableArray<int> Parts, CompletionTerms Terms) : UploadEvent;

    /// <summary>The index refused the object: the upload goes on.</summary>
    public sealed record Reopened : UploadEvent;

    /// <summary>The index has the object.</summary>
    public sealed record Completed(string? VersionId, long ModifiedAtUs, long AtUs) : UploadEvent;

    /// <summary>The index is being asked to take the upload off its list and everything it has for garbage.</summary>
    public sealed record Aborting : UploadEvent;

    /// <summary>The index has done so.</summary>
    public sealed record Aborted(long AtUs) : UploadEvent;
}

/// <summary>A part as it is kept.</summary>
/// <param name="Number">1 to 10,000.</param>
/// <param name="Blob">Where its bytes are.</param>
/// <param name="Bytes">How many.</param>
/// <param name="ETag">Their MD5 in hexadecimal.</param>
/// <param name="Checksum">In Base64, of the upload's algorithm; empty when it has none.</param>
/// <param name="AtUs">When it was uploaded, in microseconds since 1970.</param>
public sealed record UploadedPart(int Number, string Blob, long Bytes, string ETag, string Checksum, long AtUs);

/// <summary>What must hold for the object to be made, as the contract says it; kept for who finishes what a crash interrupted.</summary>
public sealed record CompletionTerms(bool IfAbsent, string? IfETag, long? IfModifiedAtUs, long? IfBytes, int Versioning);
