using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// What a version's row says beyond what decisions need: first what listings show, then the rest of the description, then the content.
/// A content that would make listings slow is cut into pieces, which are rows of their own.
/// </summary>
internal static class ObjectBodies
{
    /// <summary>A larger content is kept apart from the row.</summary>
    public const int ContentBytesMax = 1 << 10;

    private const int PieceBytesMax = 512 << 10;
    private const byte Format = 1;

    private enum ContentKind : byte
    {
        Inline = 0,
        Whole = 1,
        Parts = 2,
        InlineApart = 3,
        PartsApart = 4,
    }

    public static NewContent Write(ObjectDescription description, ObjectContent content)
    {
        var at = new RowWriter();
        at.Byte(Format);
        WriteDescription(at, description);
        var apart = WriteContent(at, content);
        return new NewContent(description.Bytes, description.ETag, at.ToArray(), [.. apart.Select(piece => (ReadOnlyMemory<byte>)piece)]);
    }

    /// <summary>What a delete marker of this owner says.</summary>
    public static NewContent Marker(ObjectOwner owner) => Write(
        new ObjectDescription(owner, 0, "", [], [], [], [], null, ""), new ObjectContent.Inline(ReadOnlyMemory<byte>.Empty));

    /// <summary>The line of a listing.</summary>
    public static ListedObject ReadLine(string key, IndexVersion version, bool isLatest)
    {
        var at = Open(version);
        var (owner, storageClass, checksum) = ReadListed(ref at);
        return new ListedObject(
            key, version.Id.ToString(), isLatest, version.IsMarker, Times.At(version.StampUs), version.Bytes, version.ETag, owner, checksum,
            storageClass);
    }

    /// <param name="version">The version.</param>
    /// <param name="pieces">Its pieces, in order.</param>
    public static (ObjectDescription Description, ObjectContent Content) Read(
        IndexVersion version, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var at = Open(version);
        var description = ReadDescription(ref at, version);
        return (description, ReadContent(ref at, pieces));
    }

    /// <summary>The body with other tags and grants; null leaves them.</summary>
    public static ReadOnlyMemory<byte> Change(IndexVersion version, ImmutableArray<Tag>? tags, ImmutableArray<Grant>? acl)
    {
        var at = Open(version);
        var description = ReadDescription(ref at, version);
        var changed = new RowWriter();
        changed.Byte(Format);
        WriteDescription(changed, description with
        {
            Tags = tags is { IsDefault: false } newTags ? newTags : description.Tags,
            Acl = acl is { IsDefault: false } newAcl ? newAcl : description.Acl,
        });
        changed.Rest(at.Rest().Span);
        return changed.ToArray();
    }

    /// <summary>Whether its blobs are named in pieces.</summary>
    public static bool NamesBlobsApart(IndexVersion version)
    {
        if (version.Pieces == 0)
            return false;
        var at = Open(version);
        ReadDescription(ref at, version);
        return (ContentKind)at.Byte() == ContentKind.PartsApart;
    }

    /// <summary>The blobs that a content names.</summary>
    public static IEnumerable<BlobId> BlobsOf(ObjectContent content) => content switch
    {
        ObjectContent.Whole whole => [whole.Blob],
        ObjectContent.Parts parts => parts.Values.Select(part => part.Blob),
        _ => [],
    };

    private static RowReader Open(IndexVersion version)
    {
        var at = new RowReader(version.Body);
        at.Format(Format);
        return at;
    }

    private static void WriteDescription(RowWriter at, ObjectDescription description)
    {
        at.Number(description.Owner.Account.Value);
        at.Text(description.Owner.Handle);
        at.Text(description.StorageClass);
        at.Byte((byte)(description.Checksum is { } sum ? 1 + (int)sum.Algorithm : 0));
        if (description.Checksum is { } checksum)
        {
            at.Byte((byte)checksum.Type);
            at.Text(checksum.Value);
        }

        WriteTags(at, description.Headers);
        WriteTags(at, description.Metadata);
        WriteTags(at, description.Tags);
        at.Number(description.Acl.Length);
        foreach (var grant in description.Acl)
        {
            at.Text(grant.Grantee);
            at.Byte((byte)grant.Kind);
            at.Text(grant.DisplayName);
            at.Byte((byte)grant.Permission);
        }
    }

    private static (ObjectOwner Owner, string StorageClass, ObjectChecksum? Checksum) ReadListed(ref RowReader at)
    {
        var owner = new ObjectOwner(new AccountId(at.Number()), at.Text());
        var storageClass = at.Text();
        var algorithm = at.Byte();
        var checksum = algorithm == 0
            ? null
            : new ObjectChecksum((ChecksumAlgorithm)(algorithm - 1), (ChecksumType)at.Byte(), at.Text());
        return (owner, storageClass, checksum);
    }

    private static ObjectDescription ReadDescription(ref RowReader at, IndexVersion version)
    {
        var (owner, storageClass, checksum) = ReadListed(ref at);
        var (headers, metadata, tags) = (ReadTags(ref at), ReadTags(ref at), ReadTags(ref at));
        var acl = ImmutableArray.CreateBuilder<Grant>(at.Count());
        while (acl.Count < acl.Capacity)
            acl.Add(new Grant(at.Text(), (GranteeKind)at.Byte(), at.Text(), (GrantPermission)at.Byte()));
        return new ObjectDescription(
            owner, version.Bytes, version.ETag, headers, metadata, tags, acl.MoveToImmutable(), checksum, storageClass);
    }

    private static void WriteTags(RowWriter at, ImmutableArray<Tag> tags)
    {
        at.Number(tags.Length);
        foreach (var tag in tags)
        {
            at.Text(tag.Name);
            at.Text(tag.Value);
        }
    }

    private static ImmutableArray<Tag> ReadTags(ref RowReader at)
    {
        var tags = ImmutableArray.CreateBuilder<Tag>(at.Count());
        while (tags.Count < tags.Capacity)
            tags.Add(new Tag(at.Text(), at.Text()));
        return tags.MoveToImmutable();
    }

    private static IEnumerable<byte[]> WriteContent(RowWriter at, ObjectContent content)
    {
        switch (content)
        {
            case ObjectContent.Inline inline when inline.Bytes.Length <= ContentBytesMax:
                at.Byte((byte)ContentKind.Inline);
                at.Bytes(inline.Bytes.Span);
                return [];
            case ObjectContent.Inline inline:
                at.Byte((byte)ContentKind.InlineApart);
                return inline.Bytes.ToArray().Chunk(PieceBytesMax);
            case ObjectContent.Whole whole:
                at.Byte((byte)ContentKind.Whole);
                at.Text(whole.Blob.ToString());
                return [];
            default:
                var parts = WriteParts(((ObjectContent.Parts)content).Values);
                at.Byte((byte)(parts.Length <= ContentBytesMax ? ContentKind.Parts : ContentKind.PartsApart));
                if (parts.Length > ContentBytesMax)
                    return parts.Chunk(PieceBytesMax);
                at.Rest(parts);
                return [];
        }
    }

    private static ObjectContent ReadContent(ref RowReader at, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        switch ((ContentKind)at.Byte())
        {
            case ContentKind.Inline:
                return new ObjectContent.Inline(at.Bytes());
            case ContentKind.Whole:
                return new ObjectContent.Whole(new BlobId(at.Text()));
            case ContentKind.InlineApart:
                return new ObjectContent.Inline(Join(pieces));
            case ContentKind.Parts:
                return new ObjectContent.Parts(ReadParts(at.Rest()));
            default:
                return new ObjectContent.Parts(ReadParts(Join(pieces)));
        }
    }

    private static byte[] WriteParts(ImmutableArray<ObjectPart> parts)
    {
        var at = new RowWriter();
        at.Number(parts.Length);
        foreach (var part in parts)
        {
            at.Number(part.Number);
            at.Text(part.Blob.ToString());
            at.Number(part.Bytes);
            at.Text(part.ETag);
            at.Text(part.Checksum);
            at.Number(Times.Us(part.ModifiedAt));
        }

        return at.ToArray();
    }

    private static ImmutableArray<ObjectPart> ReadParts(ReadOnlyMemory<byte> bytes)
    {
        var at = new RowReader(bytes);
        var parts = ImmutableArray.CreateBuilder<ObjectPart>(at.Count());
        while (parts.Count < parts.Capacity)
            parts.Add(new ObjectPart(
                (int)at.Number(), new BlobId(at.Text()), at.Number(), at.Text(), at.Text(), Times.At(at.Number())));
        return parts.MoveToImmutable();
    }

    private static ReadOnlyMemory<byte> Join(IEnumerable<ReadOnlyMemory<byte>> pieces) =>
        pieces.ToList() is [var only] ? only : pieces.SelectMany(piece => piece.ToArray()).ToArray();
}
