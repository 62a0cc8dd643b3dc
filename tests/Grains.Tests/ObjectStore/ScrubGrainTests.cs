using System.Text;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>What is wrong is found, what is right is not, and nothing is changed.</summary>
public sealed class ScrubGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(ScrubDepth.Lengths)]
    [InlineData(ScrubDepth.Bytes)]
    public async Task A_sound_bucket_has_no_faults(ScrubDepth depth)
    {
        await using var objects = await ObjectsCluster.Start();
        await objects.Put("a", "whole");
        await objects.Put("b", "kept", VersioningState.Enabled);
        await objects.Put("b", "newer", VersioningState.Enabled);
        await objects.Delete("b", VersioningState.Enabled);
        await PutInline(objects, "c", "inline");
        await PutParts(objects, "d", "aaaa", "bbbb", "c");

        var report = await Scrub(objects, depth);

        report.Stage.ShouldBe(ScrubStage.Ended);
        report.Faults.ShouldBeEmpty();
        report.Versions.ShouldBe(5);
        report.Blobs.ShouldBe(6);
        report.Bytes.ShouldBe(5 + 4 + 5 + 6 + 9);
    }

    [Fact]
    public async Task A_blob_that_is_gone_or_has_another_length_is_reported()
    {
        await using var objects = await ObjectsCluster.Start();
        var gone = await objects.Put("gone", "bytes", VersioningState.Enabled);
        var version = (await objects.List(ListingKind.Versions)).ShouldHaveSingleItem().Id;
        await objects.Put("gone", "newer", VersioningState.Enabled);
        await objects.Blobs.DeleteAsync(gone, None);
        var cut = await objects.Put("short", "bytes");
        await Replace(objects, cut, "byte");

        var report = await Scrub(objects, ScrubDepth.Lengths);

        report.FaultCount.ShouldBe(2);
        report.Faults.ShouldBe(
            [
                new ScrubFault(new ObjectKey("gone"), version, 0, ScrubFaultKind.Missing, gone),
                new ScrubFault(new ObjectKey("short"), "null", 0, ScrubFaultKind.WrongLength, cut),
            ],
            ignoreOrder: true);
        (await objects.Blobs.LengthAsync(cut, None)).ShouldBe(4);
    }

    [Fact]
    public async Task Bytes_that_changed_are_reported_by_a_deep_check_only()
    {
        await using var objects = await ObjectsCluster.Start();
        var whole = await objects.Put("a", "bytes");
        await Replace(objects, whole, "bytez");
        var parts = await PutParts(objects, "b", "aaaa", "bbbb");
        await Replace(objects, parts[1], "bbbz");
        await PutInline(objects, "c", "said", "sad.");

        (await Scrub(objects, ScrubDepth.Lengths)).Faults.Select(fault => fault.Key.ToString()).ShouldBe(["c"]);
        var report = await Scrub(objects, ScrubDepth.Bytes);

        report.Faults.ShouldBe(
            [
                new ScrubFault(new ObjectKey("a"), "null", 0, ScrubFaultKind.WrongETag, whole),
                new ScrubFault(new ObjectKey("b"), "null", 2, ScrubFaultKind.WrongETag, parts[1]),
                new ScrubFault(new ObjectKey("c"), "null", 0, ScrubFaultKind.WrongETag, null),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task An_object_that_is_not_the_sum_of_its_parts_is_reported()
    {
        await using var objects = await ObjectsCluster.Start();
        var blob = new BlobId(objects.NextId());
        await objects.Partition.Intend(new ObjectKey("a"), blob, None);
        await objects.Write(blob, "aaaa");
        var put = ObjectsCluster.PutOf("a", blob, "aaaa");
        await objects.Partition.Put(
            put with
            {
                Content = new ObjectContent.Parts([objects.PartOf(1, blob, "aaaa")]),
                Description = put.Description with { ETag = "00000000000000000000000000000000-1" },
            },
            None);

        (await Scrub(objects, ScrubDepth.Lengths)).Faults
            .ShouldBe([new ScrubFault(new ObjectKey("a"), "null", 0, ScrubFaultKind.Inconsistent, null)]);
    }

    [Fact]
    public async Task A_check_goes_on_where_it_was_after_a_restart_and_reads_no_more_than_it_may_at_a_time()
    {
        var objects = await ObjectsCluster.Start();
        for (var i = 0; i < 12; i++)
            await objects.Put($"key-{i:00}", new string('x', ObjectsCluster.ScrubBytes / 4));
        var scrub = objects.Grains.GetGrain<IScrubGrain>(ObjectsCluster.BucketName);
        await scrub.Begin(ScrubDepth.Bytes, None);
        (await scrub.Continue(None)).Versions.ShouldBe(4);

        objects = await objects.Restart();
        scrub = objects.Grains.GetGrain<IScrubGrain>(ObjectsCluster.BucketName);

        (await scrub.Report(None)).Versions.ShouldBe(4);
        (await scrub.Continue(None)).Versions.ShouldBe(8);
        (await scrub.Continue(None)).Stage.ShouldBe(ScrubStage.Running);
        var report = await scrub.Continue(None);
        report.ShouldBe(report with { Stage = ScrubStage.Ended, Versions = 12, Blobs = 12, FaultCount = 0 });
        await objects.DisposeAsync();
    }

    [Fact]
    public async Task A_blob_larger_than_a_piece_is_read_in_several()
    {
        await using var objects = await ObjectsCluster.Start();
        await objects.Put("a", new string('x', 3 * ObjectsCluster.ScrubBytes));
        var scrub = objects.Grains.GetGrain<IScrubGrain>(ObjectsCluster.BucketName);
        await scrub.Begin(ScrubDepth.Bytes, None);

        (await scrub.Continue(None)).Blobs.ShouldBe(0);
        (await scrub.Continue(None)).Blobs.ShouldBe(0);

        var report = await Finish(scrub);
        report.Blobs.ShouldBe(1);
        report.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_overwritten_and_collected_on_the_way_is_no_fault()
    {
        await using var objects = await ObjectsCluster.Start();
        await objects.Put("a", new string('x', 2 * ObjectsCluster.ScrubBytes));
        var scrub = objects.Grains.GetGrain<IScrubGrain>(ObjectsCluster.BucketName);
        await scrub.Begin(ScrubDepth.Bytes, None);
        await scrub.Continue(None);
        await objects.Put("a", "newer");
        await objects.CollectAll();
        objects.Blobs.Ids.ShouldHaveSingleItem();

        (await Finish(scrub)).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_check_can_be_stopped_and_ends_with_its_bucket()
    {
        await using var objects = await ObjectsCluster.Start();
        var scrub = objects.Grains.GetGrain<IScrubGrain>(ObjectsCluster.BucketName);
        (await scrub.Report(None)).Stage.ShouldBe(ScrubStage.None);
        await scrub.Begin(ScrubDepth.Lengths, None);
        (await scrub.Stop(None)).Stage.ShouldBe(ScrubStage.Stopped);

        var other = objects.Grains.GetGrain<IScrubGrain>("no-such-bucket");
        await other.Begin(ScrubDepth.Lengths, None);
        (await other.Continue(None)).Stage.ShouldBe(ScrubStage.Stopped);
    }

    [Fact]
    public async Task A_store_that_fails_is_no_fault_of_the_bytes()
    {
        await using var objects = await ObjectsCluster.Start();
        await objects.Put("a", "bytes");
        var scrub = objects.Grains.GetGrain<IScrubGrain>(ObjectsCluster.BucketName);
        await scrub.Begin(ScrubDepth.Bytes, None);
        objects.Blobs.Faults.FailNext(StoreOperation.ReadBlob);

        await Should.ThrowAsync<StorageUnavailableException>(() => scrub.Continue(None));

        var report = await Finish(scrub);
        report.Faults.ShouldBeEmpty();
        report.Versions.ShouldBe(1);
    }

    private static async Task<ScrubReport> Scrub(ObjectsCluster objects, ScrubDepth depth)
    {
        var scrub = objects.Grains.GetGrain<IScrubGrain>(ObjectsCluster.BucketName);
        await scrub.Begin(depth, None);
        return await Finish(scrub);
    }

    private static async Task<ScrubReport> Finish(IScrubGrain scrub)
    {
        while (true)
        {
            if (await scrub.Continue(None) is { Stage: not ScrubStage.Running } report)
                return report;
        }
    }

    private static async Task Replace(ObjectsCluster objects, BlobId blob, string content)
    {
        await objects.Blobs.DeleteAsync(blob, None);
        await objects.Write(blob, content);
    }

    private static async Task PutInline(ObjectsCluster objects, string key, string described, string? content = null)
    {
        var put = ObjectsCluster.PutOf(key, new BlobId(objects.NextId()), described);
        var inline = new ObjectContent.Inline(Encoding.UTF8.GetBytes(content ?? described));
        (await objects.Partition.Put(put with { Content = inline }, None)).Outcome.ShouldBe(WriteOutcome.Done);
    }

    private static async Task<List<BlobId>> PutParts(ObjectsCluster objects, string key, params string[] parts)
    {
        var upload = await objects.Begin(key);
        var blobs = new List<BlobId>();
        foreach (var (index, part) in parts.Index())
            blobs.Add(await objects.AddPart(upload, index + 1, part));
        var reply = await objects.Complete(upload, [.. parts.Index().Select(part => (part.Index + 1, part.Item))]);
        reply.Refusal.ShouldBe(MultipartRefusal.None);
        return blobs;
    }
}
