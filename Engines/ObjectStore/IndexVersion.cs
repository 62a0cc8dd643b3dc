using System.Globalization;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>One version of a key as its row has it: what decisions need, and a body that only its readers understand.</summary>
/// <param name="StampUs">When it was written, in microseconds since 1970; never twice in a partition, and rising for one key.</param>
/// <param name="WriteHash">The hash of the id of the write that made it.</param>
/// <param name="IsNull">Whether it is the null version.</param>
/// <param name="IsMarker">Whether it is a delete marker.</param>
/// <param name="NullStampUs">Of the newest version: where among the others the null version is; 0 where it is not.</param>
/// <param name="Bytes">The object's size.</param>
/// <param name="ETag">Without quotes; empty for a marker.</param>
/// <param name="Pieces">In how many further rows its content is; 0 where the body has it.</param>
/// <param name="Body">The rest.</param>
public sealed record IndexVersion(
    long StampUs,
    UInt128 WriteHash,
    bool IsNull,
    bool IsMarker,
    long NullStampUs,
    long Bytes,
    string ETag,
    int Pieces,
    ReadOnlyMemory<byte> Body)
{
    private const byte Format = 1;
    private const byte NullFlag = 1;
    private const byte MarkerFlag = 2;

    public VersionId Id => IsNull ? VersionId.Null : new VersionId(StampUs, WriteHash);

    /// <summary>The row's suffix among those of the key: the newest first.</summary>
    public string Suffix => SuffixOf(StampUs);

    public static string SuffixOf(long stampUs) => (long.MaxValue - stampUs).ToString("X16", CultureInfo.InvariantCulture);

    /// <summary>The suffix of one row of its content.</summary>
    public string PieceSuffix(int piece) => string.Create(CultureInfo.InvariantCulture, $"{Suffix}{piece:X4}");

    public bool Is(VersionId id) => id.IsNull ? IsNull : !IsNull && StampUs == id.StampUs && WriteHash == id.WriteHash;

    public byte[] ToRow()
    {
        var at = new RowWriter();
        at.Byte(Format);
        at.Byte((byte)((IsNull ? NullFlag : 0) | (IsMarker ? MarkerFlag : 0)));
        at.Number(StampUs);
        at.Hash(WriteHash);
        at.Number(NullStampUs);
        at.Number(Bytes);
        at.Text(ETag);
        at.Number(Pieces);
        at.Rest(Body.Span);
        return at.ToArray();
    }

    /// <exception cref="FormatException">It is no version's row.</exception>
    public static IndexVersion OfRow(ReadOnlyMemory<byte> row)
    {
        var at = new RowReader(row);
        at.Format(Format);
        var flags = at.Byte();
        return new IndexVersion(
            at.Number(), at.Hash(), (flags & NullFlag) != 0, (flags & MarkerFlag) != 0, at.Number(), at.Number(), at.Text(),
            (int)at.Number(), at.Rest());
    }
}
