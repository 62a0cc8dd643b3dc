using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>What a partition answers.</summary>
public sealed class IndexPartitionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_was_put_is_found_as_it_was_also_by_the_next_activation()
    {
        var store = new VolatileGrainStore();
        WriteReply written;
        await using (var index = await IndexCluster.Start(store))
            written = await index.Partition().Put(index.PutOf("a/b", writeId: "w"), None);

        await using var later = await IndexCluster.Start(store);
        var found = await later.Find("a/b");

        written.ShouldBe(new WriteReply(WriteOutcome.Done, null, written.ModifiedAt));
        found.Outcome.ShouldBe(WriteOutcome.Done);
        found.Object!.ModifiedAt.ShouldBe(written.ModifiedAt);
        found.Object.VersionId.ShouldBe("null");
        found.Object.IsLatest.ShouldBeTrue();
        found.Object.Description.ETag.ShouldBe("w");
        found.Object.Description.Metadata.ShouldBe([new Tag("write", "w")]);
        found.Object.Description.Headers.ShouldBe([new Tag("content-type", "text/plain")]);
        found.Object.Description.Checksum.ShouldBe(new ObjectChecksum(ChecksumAlgorithm.Crc32, ChecksumType.FullObject, "AAAAAA=="));
        (await later.Read("a/b")).ShouldBe("w");
    }

    [Fact]
    public async Task What_was_never_put_is_not_found_and_what_is_deleted_is_gone()
    {
        await using var index = await IndexCluster.Start();
        await index.Partition().Put(index.PutOf("a"), None);

        (await index.Find("b")).ShouldBe(new FindReply(WriteOutcome.NoSuchKey, null));
        (await index.Delete(index.DeleteOf("a"))).ShouldBe(new DeleteReply(WriteOutcome.Done, null, false));
        (await index.Delete(index.DeleteOf("a"))).ShouldBe(new DeleteReply(WriteOutcome.Done, null, false));
        (await index.Find("a")).Outcome.ShouldBe(WriteOutcome.NoSuchKey);
        (await index.List()).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Versions_are_kept_and_found_by_their_ids()
    {
        await using var index = await IndexCluster.Start();
        var first = await index.Partition().Put(index.PutOf("a", VersioningState.Enabled, "one"), None);
        var second = await index.Partition().Put(index.PutOf("a", VersioningState.Enabled, "two"), None);
        var marker = await index.Delete(index.DeleteOf("a", VersioningState.Enabled));

        first.VersionId.ShouldNotBe(second.VersionId);
        marker.IsDeleteMarker.ShouldBeTrue();
        (await index.Find("a")).Outcome.ShouldBe(WriteOutcome.IsDeleteMarker);
        (await index.Find("a", first.VersionId)).Object!.Description.ETag.ShouldBe("one");
        (await index.Find("a", second.VersionId)).Object!.IsLatest.ShouldBeFalse();
        (await index.Find("a", marker.VersionId)).Outcome.ShouldBe(WriteOutcome.IsDeleteMarker);
        (await index.Find("a", "nonsense")).Outcome.ShouldBe(WriteOutcome.NoSuchVersion);
        (await index.List(ListingKind.Versions)).Entries.Select(entry => (entry.Id, entry.IsLatest, entry.IsDeleteMarker))
            .ShouldBe([(marker.VersionId!, true, true), (second.VersionId!, false, false), (first.VersionId!, false, false)]);

        await index.Delete(index.DeleteOf("a", VersioningState.Enabled, marker.VersionId));
        (await index.Read("a")).ShouldBe("two");
    }

    [Fact]
    public async Task A_blob_needs_its_note_and_becomes_garbage_when_it_is_replaced()
    {
        await using var index = await IndexCluster.Start();
        var blob = new BlobId("blob-1");
        var put = index.PutOf("a") with { Content = new ObjectContent.Whole(blob) };

        (await index.Partition().Put(put, None)).Outcome.ShouldBe(WriteOutcome.NotNoted);
        (await index.Partition().Intend(put.Key, blob, None)).ShouldBeTrue();
        (await index.Rows(IndexSpace.Intents)).ShouldHaveSingleItem();
        (await index.Partition().Put(put, None)).Outcome.ShouldBe(WriteOutcome.Done);
        (await index.Rows(IndexSpace.Intents)).ShouldBeEmpty();
        ((ObjectContent.Whole)(await index.Find("a")).Object!.Content).Blob.ShouldBe(blob);

        await index.Partition().Put(index.PutOf("a"), None);
        (await index.Store.NotesAsync(IndexRows.PartitionOf(IndexCluster.IdOf(1)), IndexSpace.Garbage, "", 10, None))
            .Select(note => (note.Id, note.Key)).ShouldBe([("blob-1", "a")]);
        await index.Partition().Tidy(new PartitionTidying([], [blob], []), None);
        (await index.Rows(IndexSpace.Garbage)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_note_that_was_given_up_never_becomes_an_object()
    {
        await using var index = await IndexCluster.Start();
        var blob = new BlobId("blob-1");
        var put = index.PutOf("a") with { Content = new ObjectContent.Whole(blob) };
        await index.Partition().Intend(put.Key, blob, None);

        await index.Partition().Tidy(new PartitionTidying([blob], [], []), None);

        (await index.Partition().Put(put, None)).Outcome.ShouldBe(WriteOutcome.NotNoted);
        (await index.Rows(IndexSpace.Intents)).ShouldBeEmpty();
        (await index.Rows(IndexSpace.Garbage)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_upload_is_listed_until_it_is_completed_or_given_up()
    {
        await using var index = await IndexCluster.Start();
        var upload = new UploadEntry(
            new ObjectKey("a"), "upload-1", DateTimeOffset.UnixEpoch.AddSeconds(1), IndexCluster.Alice, IndexCluster.Alice, "", null);
        (await index.Partition().Announce(upload, None)).ShouldBeTrue();
        (await index.Partition().Announce(upload, None)).ShouldBeTrue();
        (await index.Partition().Announce(upload with { UploadId = "upload-2" }, None)).ShouldBeTrue();
        (await index.List(ListingKind.Uploads)).Entries.Select(entry => entry.Id).ShouldBe(["upload-1", "upload-2"]);

        (await index.Partition().Discard(upload.Key, "upload-2", [new BlobId("part-1")], None)).ShouldBeTrue();
        (await index.Partition().Announce(upload with { UploadId = "upload-2" }, None)).ShouldBeTrue();
        var put = index.PutOf("a") with { UploadId = "upload-1", Garbage = [new BlobId("part-2")] };
        (await index.Partition().Put(put, None)).Outcome.ShouldBe(WriteOutcome.Done);
        (await index.Partition().Put(put, None)).Outcome.ShouldBe(WriteOutcome.Done);
        (await index.Partition().Put(put with { WriteId = "other", UploadId = "upload-2" }, None)).Outcome
            .ShouldBe(WriteOutcome.NoSuchUpload);

        (await index.List(ListingKind.Uploads)).Entries.ShouldBeEmpty();
        (await index.Rows(IndexSpace.Garbage)).Count.ShouldBe(2);
        (await index.Rows(IndexSpace.Ended)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_large_list_of_parts_is_read_back_and_its_blobs_become_garbage()
    {
        await using var index = await IndexCluster.Start();
        var parts = Enumerable.Range(1, 10_000)
            .Select(number => new ObjectPart(
                number, new BlobId($"part-{number}"), 5 << 20, $"{number:x32}", "", DateTimeOffset.UnixEpoch.AddSeconds(number)))
            .ToList();
        var put = index.PutOf("a") with { Content = new ObjectContent.Parts([.. parts]) };
        await index.Partition().Put(put, None);

        ((ObjectContent.Parts)(await index.Find("a")).Object!.Content).Values.ShouldBe(parts);
        (await index.Rows(IndexSpace.Contents)).Count.ShouldBeGreaterThan(1);

        await index.Delete(index.DeleteOf("a"));
        (await index.Rows(IndexSpace.Contents)).ShouldBeEmpty();
        (await index.Rows(IndexSpace.Garbage)).Count.ShouldBe(10_000);
    }

    [Fact]
    public async Task A_content_that_is_too_large_for_its_row_is_read_back()
    {
        await using var index = await IndexCluster.Start();
        var bytes = new byte[ObjectContent.InlineBytesMax];
        new Random(1).NextBytes(bytes);
        await index.Partition().Put(index.PutOf("a") with { Content = new ObjectContent.Inline(bytes) }, None);

        ((ObjectContent.Inline)(await index.Find("a")).Object!.Content).Bytes.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task Tags_and_grants_of_one_version_are_replaced()
    {
        await using var index = await IndexCluster.Start();
        var first = await index.Partition().Put(index.PutOf("a", VersioningState.Enabled, "one"), None);
        await index.Partition().Put(index.PutOf("a", VersioningState.Enabled, "two"), None);
        var grant = new Grant("2", GranteeKind.Account, "bob", GrantPermission.Read);

        await index.Partition().Change(new ChangeObject(new ObjectKey("a"), first.VersionId, [new Tag("k", "v")], null), None);
        await index.Partition().Change(new ChangeObject(new ObjectKey("a"), null, null, [grant]), None);

        var (old, newest) = ((await index.Find("a", first.VersionId)).Object!, (await index.Find("a")).Object!);
        old.Description.Tags.ShouldBe([new Tag("k", "v")]);
        old.Description.Acl.ShouldBeEmpty();
        newest.Description.Tags.ShouldBeEmpty();
        newest.Description.Acl.ShouldBe([grant]);
        newest.Description.ETag.ShouldBe("two");
        (await index.Partition().Change(new ChangeObject(new ObjectKey("b"), null, [], null), None)).Outcome
            .ShouldBe(WriteOutcome.NoSuchKey);
    }

    [Fact]
    public async Task A_partition_that_never_began_has_no_keys()
    {
        await using var index = await IndexCluster.Start(isOpened: false);

        (await index.Partition().Put(index.PutOf("a"), None)).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.Find("a")).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.List()).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.Partition().Intend(new ObjectKey("a"), new BlobId("b"), None)).ShouldBeFalse();
    }
}
