using System.Text;
using CsCheck;

namespace OrleansLld.ObjectStore.Wire.Checksums;

public sealed class ReflectedCrcTests
{
    private static readonly Gen<ChecksumKind> Kinds = Gen.Enum<ChecksumKind>().Where(kind => Checksum.CrcOf(kind) is not null);

    /// <summary>Lengths around the steps of eight, sixteen, sixty-four and hundred and twenty-eight bytes, and long ones.</summary>
    private static readonly Gen<byte[]> Texts = Gen.OneOf(Gen.Byte.Array[0, 300], Gen.Byte.Array[1_000, 5_000]);

    /// <summary>The check values of the catalogue of parametrised CRC algorithms.</summary>
    [Theory]
    [InlineData(ChecksumKind.Crc32, 0xCBF43926)]
    [InlineData(ChecksumKind.Crc32C, 0xE3069283)]
    [InlineData(ChecksumKind.Crc64Nvme, 0xAE8B14860A799888)]
    public void The_check_value_is_the_published_one(ChecksumKind kind, ulong check)
    {
        CrcOf(kind).Append(ReflectedCrc.Empty, "123456789"u8).ShouldBe(check);
        NaiveCrc.Of(kind).Of("123456789"u8).ShouldBe(check);
    }

    [Fact]
    public void Any_text_has_the_crc_of_the_definition() => Gen.Select(Kinds, Texts).Sample((kind, text) =>
        CrcOf(kind).Append(ReflectedCrc.Empty, text).ShouldBe(NaiveCrc.Of(kind).Of(text)));

    [Fact]
    public void It_does_not_matter_how_a_text_is_cut() => Gen.Select(Kinds, Texts, Gen.Int[1, 700]).Sample((kind, text, piece) =>
    {
        var crc = ReflectedCrc.Empty;
        foreach (var part in text.Chunk(piece))
            crc = CrcOf(kind).Append(crc, part);
        crc.ShouldBe(NaiveCrc.Of(kind).Of(text));
    });

    [Fact]
    public void The_crc_of_a_whole_follows_from_those_of_its_parts() =>
        Gen.Select(Kinds, Texts, Texts).Sample((kind, first, second) =>
        {
            var crc = CrcOf(kind);
            crc.Combine(crc.Append(0, first), crc.Append(0, second), second.Length).ShouldBe(crc.Append(0, [.. first, .. second]));
        });

    [Fact]
    public void A_part_may_be_longer_than_any_memory()
    {
        // x^(8n) is multiplicative in n: to append a part of 2n bytes is to append n bytes twice.
        const long length = 5L << 40;
        foreach (var kind in (ReadOnlySpan<ChecksumKind>)[ChecksumKind.Crc32, ChecksumKind.Crc32C, ChecksumKind.Crc64Nvme])
        {
            var crc = CrcOf(kind);
            var first = crc.Append(0, Encoding.ASCII.GetBytes("first"));
            crc.Combine(crc.Combine(first, 0, length), 0, length).ShouldBe(crc.Combine(first, 0, 2 * length));
        }
    }

    [Fact]
    public void Nothing_changes_nothing()
    {
        var crc = CrcOf(ChecksumKind.Crc64Nvme);
        crc.Append(ReflectedCrc.Empty, []).ShouldBe(ReflectedCrc.Empty);
        crc.Combine(crc.Append(0, "abc"u8), ReflectedCrc.Empty, 0).ShouldBe(crc.Append(0, "abc"u8));
        Should.Throw<ArgumentOutOfRangeException>(() => crc.Combine(0, 0, -1));
    }

    private static ReflectedCrc CrcOf(ChecksumKind kind) => Checksum.CrcOf(kind)!;
}
