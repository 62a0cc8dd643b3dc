using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What rows say is read as it was written, and what is cut or altered is refused.</summary>
public sealed class IndexRowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_versions_read_back_and_are_refused_when_cut(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 1_000; i++)
        {
            var body = new byte[random.Next(50)];
            random.NextBytes(body);
            var version = new IndexVersion(
                random.NextInt64(1, long.MaxValue), (UInt128)random.NextInt64() << random.Next(64), random.Next(2) == 0,
                random.Next(2) == 0, random.NextInt64(long.MaxValue), random.NextInt64(1L << random.Next(1, 62)),
                new string('é', random.Next(40)), random.Next(9), body);
            var row = version.ToRow();
            var read = IndexVersion.OfRow(row);

            (read with { Body = default }).ShouldBe(version with { Body = default });
            read.Body.ToArray().ShouldBe(body);
            Should.Throw<FormatException>(() => IndexVersion.OfRow(row.AsMemory(0, random.Next(row.Length - body.Length))));
        }
    }

    [Fact]
    public void A_row_of_another_format_is_refused() =>
        Should.Throw<FormatException>(() => IndexVersion.OfRow(new byte[] { 9, 0 }));

    [Theory]
    [InlineData("", null, null, null)]
    [InlineData("a", "z", "m", "q")]
    [InlineData("", "", "", null)]
    public void What_a_partition_knows_of_itself_reads_back(string from, string? to, string? sealedFrom, string? droppingFrom)
    {
        var meta = new PartitionMeta(
            "bucket", new KeyRange(from, to), sealedFrom, true, "x-1 m", droppingFrom is null ? null : new KeyRange(droppingFrom, null),
            1_000_000_000_000_000, new KeyTotals(1, 2, 3, 1L << 50));

        PartitionMeta.OfRow(meta.ToRow()).ShouldBe(meta);
    }

    [Fact]
    public void Notes_read_back()
    {
        var note = new IndexNote("blob-1_x", "a/漢", 123_456_789);
        var row = note.ToRow(IndexSpace.Garbage);

        IndexNote.OfRow(new IndexRow(row.Key, row.Value!.Value)).ShouldBe(note);
    }

    [Fact]
    public void A_version_id_reads_back_and_nothing_else_does()
    {
        var id = new VersionId(1_764_000_000_000_000, VersionId.HashOf("write"));
        VersionId.TryParse(id.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(id);
        id.ToString().Length.ShouldBe(32);
        id.ToString().ShouldAllBe(character => char.IsAsciiLetterOrDigit(character) || character == '-' || character == '_');

        VersionId.TryParse("null", out read).ShouldBeTrue();
        read.ShouldBe(VersionId.Null);
        foreach (var text in (string?[])[null, "", "NULL", "a", id + "a", id.ToString()[..31], id.ToString()[..31] + "!"])
            VersionId.TryParse(text, out _).ShouldBeFalse(text);
    }
}
