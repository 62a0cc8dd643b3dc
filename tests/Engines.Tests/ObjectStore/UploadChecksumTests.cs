using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>What is expected for three parts of 5 MiB (A, B, C) is what S3 answers for them.</summary>
public sealed class UploadChecksumTests
{
    private static readonly string A = new('A', 5 << 20);
    private static readonly string B = new('B', 5 << 20);
    private static readonly string C = new('C', 5 << 20);

    [Theory]
    [InlineData(ChecksumKind.Sha256, true, "uWBwpe1dxI4Vw8Gf0X9ynOdw/SS6VBzfWm9giiv1sf4=-3")]
    [InlineData(ChecksumKind.Crc64Nvme, false, "i+6LR0y3eFo=")]
    [InlineData(ChecksumKind.Crc32, false, "WgDhBQ==")]
    [InlineData(ChecksumKind.Crc32C, false, "xU+Krw==")]
    public void The_objects_checksum_is_made_of_its_parts(ChecksumKind kind, bool isComposite, string expected)
    {
        var checksum = new UploadChecksum(kind, isComposite);
        var fixture = new UploadFixture(checksum);

        var made = UploadedObject.Of([fixture.Part(1, "a", A), fixture.Part(2, "b", B), fixture.Part(3, "c", C)], checksum);

        made.Checksum.ShouldBe(expected);
        made.ETag.ShouldBe("b2add96cc9702bbf4efb0ccdfc6b7747-3");
    }

    [Theory]
    [InlineData(ChecksumKind.Crc32, true)]
    [InlineData(ChecksumKind.Crc32C, false)]
    [InlineData(ChecksumKind.Sha1, true)]
    public void Parts_of_any_length_make_what_the_whole_makes(ChecksumKind kind, bool isComposite)
    {
        var checksum = new UploadChecksum(kind, isComposite);
        var fixture = new UploadFixture(checksum);

        var made = UploadedObject.Of([fixture.Part(1, "a", "one"), fixture.Part(5, "b", "seventeen"), fixture.Part(9, "c", "")], checksum);

        if (isComposite)
            made.Checksum.ShouldEndWith("=-3");
        else
            made.Checksum.ShouldBe(fixture.ChecksumOf("oneseventeen"));
    }

    [Theory]
    [InlineData("Ok6Cs5b96ux6+MWQkJO7UBT5sKPBeXBLwvj/hK89smg=-1", true, UploadFault.None)]
    [InlineData("Ok6Cs5b96ux6+MWQkJO7UBT5sKPBeXBLwvj/hK89smg=", true, UploadFault.None)]
    [InlineData("Ok6Cs5b96ux6+MWQkJO7UBT5sKPBeXBLwvj/hK89smg=-2", true, UploadFault.BadChecksum)]
    [InlineData("bad", true, UploadFault.BadChecksum)]
    [InlineData("bad", false, UploadFault.BadChecksum)]
    [InlineData("", true, UploadFault.None)]
    [InlineData("", false, UploadFault.MissingPartChecksum)]
    public void A_clients_checksum_is_checked_before_those_that_it_left_out_are_missed(string said, bool ofPart, UploadFault expected)
    {
        var fixture = new UploadFixture(new UploadChecksum(ChecksumKind.Sha256, IsComposite: true), objectBytesMax: 1024).Begun();
        var content = new string('A', 1024);
        fixture.With(1, content);

        fixture.Complete(new CompletionClaim(
                [fixture.Claim(1, content, ofPart)], new ClaimedChecksum(ChecksumKind.Sha256, null, said), null))
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData(ChecksumKind.Crc32, null)]
    [InlineData(ChecksumKind.Sha256, false)]
    public void Another_algorithm_or_type_than_the_uploads_is_refused(ChecksumKind kind, bool? isComposite)
    {
        var fixture = new UploadFixture(new UploadChecksum(ChecksumKind.Sha256, IsComposite: true)).Begun().With(1, "a");

        fixture.Complete(new CompletionClaim([fixture.Claim(1, "a")], new ClaimedChecksum(kind, isComposite, ""), null))
            .ShouldBe(UploadFault.BadChecksum);
    }

    [Fact]
    public void An_upload_without_a_checksum_does_not_look_at_the_clients()
    {
        var fixture = new UploadFixture().Begun().With(1, "a");
        var named = fixture.Claim(1, "a") with { Checksum = "whatever" };

        fixture.Complete(new CompletionClaim([named], new ClaimedChecksum(ChecksumKind.Crc32, false, "whatever"), null))
            .ShouldBe(UploadFault.None);
        fixture.Upload.Object().Checksum.ShouldBeNull();
    }

    [Fact]
    public void A_part_named_with_another_checksum_is_another_part()
    {
        var fixture = new UploadFixture(new UploadChecksum(ChecksumKind.Crc32, IsComposite: false)).Begun().With(1, "a");
        var named = fixture.Claim(1, "a") with { Checksum = fixture.ChecksumOf("b") };

        fixture.Complete(named).ShouldBe(UploadFault.InvalidPart);
        fixture.Complete(fixture.Claim(1, "a", withChecksum: false)).ShouldBe(UploadFault.None);
    }

    [Theory]
    [InlineData(ChecksumKind.Sha1, false, false)]
    [InlineData(ChecksumKind.Sha256, true, true)]
    [InlineData(ChecksumKind.Crc32, true, true)]
    [InlineData(ChecksumKind.Crc32, false, true)]
    [InlineData(ChecksumKind.Crc64Nvme, true, false)]
    [InlineData(ChecksumKind.Crc64Nvme, false, true)]
    public void Only_CRCs_are_of_all_bytes_and_CRC64_of_nothing_else(ChecksumKind kind, bool isComposite, bool isPossible) =>
        new UploadChecksum(kind, isComposite).IsPossible.ShouldBe(isPossible);
}
