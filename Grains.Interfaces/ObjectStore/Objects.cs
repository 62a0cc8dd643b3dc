using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>One version of an object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="VersionId">Its version, <c>null</c> as a text where it was written while the bucket kept none.</param>
/// <param name="IsLatest">Whether it is the newest of its key.</param>
/// <param name="IsDeleteMarker">Whether it says that the object was deleted.</param>
/// <param name="ModifiedAt">When it was written.</param>
/// <param name="Description">What is said about it.</param>
/// <param name="Content">Where its bytes are.</param>
[GenerateSerializer, Immutable, Alias("objectstore.object-version")]
public sealed record ObjectVersion(
    [property: Id(0)] ObjectKey Key,
    [property: Id(1)] string VersionId,
    [property: Id(2)] bool IsLatest,
    [property: Id(3)] bool IsDeleteMarker,
    [property: Id(4)] DateTimeOffset ModifiedAt,
    [property: Id(5)] ObjectDescription Description,
    [property: Id(6)] ObjectContent Content);

/// <summary>What is said about an object.</summary>
/// <param name="Owner">Who owns it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ETag">Without quotes: the MD5 in hexadecimal, or for a multipart object the MD5 of its parts' and their number.</param>
/// <param name="Headers">
/// The system headers that a read returns (<c>content-type</c>, <c>cache-control</c> …), by their names in lower case.
/// </param>
/// <param name="Metadata">The user's, by names in lower case without <c>x-amz-meta-</c>; at most 2 KiB together.</param>
/// <param name="Tags">At most 10.</param>
/// <param name="Acl">Whom it lets in; empty for the owner alone.</param>
/// <param name="Checksum">The checksum that its writer gave or asked for; null for none.</param>
/// <param name="StorageClass">As it was asked for; empty for <c>STANDARD</c>.</param>
[GenerateSerializer, Immutable, Alias("objectstore.object-description")]
public sealed record ObjectDescription(
    [property: Id(0)] ObjectOwner Owner,
    [property: Id(1)] long Bytes,
    [property: Id(2)] string ETag,
    [property: Id(3)] ImmutableArray<Tag> Headers,
    [property: Id(4)] ImmutableArray<Tag> Metadata,
    [property: Id(5)] ImmutableArray<Tag> Tags,
    [property: Id(6)] ImmutableArray<Grant> Acl,
    [property: Id(7)] ObjectChecksum? Checksum,
    [property: Id(8)] string StorageClass);

/// <summary>Who owns an object.</summary>
/// <param name="Account">The account.</param>
/// <param name="Handle">Its handle.</param>
[GenerateSerializer, Immutable, Alias("objectstore.object-owner")]
public sealed record ObjectOwner([property: Id(0)] AccountId Account, [property: Id(1)] string Handle);

/// <summary>A checksum as clients see it.</summary>
/// <param name="Algorithm">Which.</param>
/// <param name="Type">Of what.</param>
/// <param name="Value">In Base64; a composite one ends in a dash and the number of parts.</param>
[GenerateSerializer, Immutable, Alias("objectstore.object-checksum")]
public sealed record ObjectChecksum(
    [property: Id(0)] ChecksumAlgorithm Algorithm,
    [property: Id(1)] ChecksumType Type,
    [property: Id(2)] string Value);

/// <summary>The checksums that clients may use.</summary>
[GenerateSerializer, Alias("objectstore.checksum-algorithm")]
public enum ChecksumAlgorithm
{
    /// <summary>CRC-32 as in zip; 4 bytes.</summary>
    Crc32 = 0,

    /// <summary>CRC-32 with Castagnoli's polynomial; 4 bytes.</summary>
    Crc32C = 1,

    /// <summary>CRC-64/NVME; 8 bytes.</summary>
    Crc64Nvme = 2,

    /// <summary>SHA-1; 20 bytes.</summary>
    Sha1 = 3,

    /// <summary>SHA-256; 32 bytes.</summary>
    Sha256 = 4,
}

/// <summary>What a checksum of several parts is of.</summary>
[GenerateSerializer, Alias("objectstore.checksum-type")]
public enum ChecksumType
{
    /// <summary>Of the object's bytes.</summary>
    FullObject = 0,

    /// <summary>Of the parts' checksums.</summary>
    Composite = 1,
}

/// <summary>Where an object's bytes are.</summary>
[GenerateSerializer, Immutable, Alias("objectstore.object-content")]
public abstract record ObjectContent
{
    /// <summary>An object of at most this many bytes may be kept in its index row.</summary>
    public const int InlineBytesMax = 8 << 10;

    private ObjectContent()
    {
    }

    /// <summary>Here: a small object, or none at all.</summary>
    /// <param name="Bytes">At most <see cref="InlineBytesMax"/>.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.inline-content")]
    public sealed record Inline([property: Id(0)] ReadOnlyMemory<byte> Bytes) : ObjectContent;

    /// <summary>In one blob.</summary>
    /// <param name="Blob">The blob.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.blob-content")]
    public sealed record Whole([property: Id(0)] BlobId Blob) : ObjectContent;

    /// <summary>In several blobs, one after the other: what a multipart upload made.</summary>
    /// <param name="Values">1 to 10,000 by number.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.parts-content")]
    public sealed record Parts([property: Id(0)] ImmutableArray<ObjectPart> Values) : ObjectContent;
}

/// <summary>A part of an object.</summary>
/// <param name="Number">1 to 10,000.</param>
/// <param name="Blob">Where its bytes are.</param>
/// <param name="Bytes">How many.</param>
/// <param name="ETag">Their MD5 in hexadecimal.</param>
/// <param name="Checksum">Their checksum in Base64, of the upload's algorithm; empty for none.</param>
/// <param name="ModifiedAt">When it was uploaded.</param>
[GenerateSerializer, Immutable, Alias("objectstore.object-part")]
public sealed record ObjectPart(
    [property: Id(0)] int Number,
    [property: Id(1)] BlobId Blob,
    [property: Id(2)] long Bytes,
    [property: Id(3)] string ETag,
    [property: Id(4)] string Checksum,
    [property: Id(5)] DateTimeOffset ModifiedAt);
