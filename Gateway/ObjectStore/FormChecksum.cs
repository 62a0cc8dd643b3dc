using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>What a form says of its file's bytes.</summary>
/// <param name="Md5">Their MD5; null for none.</param>
/// <param name="Kind">The kind of their checksum; null for none.</param>
/// <param name="Value">Their checksum; null for none.</param>
internal readonly record struct FormChecksum(byte[]? Md5, ChecksumKind? Kind, byte[]? Value)
{
    private const int Md5Bytes = 16;

    /// <summary>Reads the fields; refuses the call where one cannot be right.</summary>
    public static FormChecksum Of(ObjectStoreCall call, PostFormHead form)
    {
        byte[]? md5 = null;
        if (form["content-md5"] is { } text)
        {
            md5 = new byte[Md5Bytes];
            if (!Convert.TryFromBase64String(text, md5, out var written) || written != Md5Bytes)
                call.Refuse(BodyRefusals.Md5Header);
        }

        foreach (var kind in ChecksumKinds.All)
        {
            if (form[kind.Header()] is not { } sent)
                continue;
            if (ChecksumClaim.Parse(kind, sent) is not { } value)
            {
                call.Refuse(ChecksumClaim.Invalid(kind.Header()));
                break;
            }

            return new FormChecksum(md5, kind, value);
        }

        return new FormChecksum(md5, null, null);
    }

    /// <summary>Holds what came against what was said.</summary>
    /// <exception cref="S3RefusalException">They differ.</exception>
    public void Check(BodyDigests digests)
    {
        if (Md5 is not null && !Md5.AsSpan().SequenceEqual(digests.Md5))
            throw new S3RefusalException(BodyRefusals.Md5);
        if (Value is not null && !Value.AsSpan().SequenceEqual(digests.Asked))
            throw new S3RefusalException(BodyRefusals.Checksum(Kind!.Value));
    }

    /// <summary>The checksum that the object has.</summary>
    public ObjectChecksum Told(BodyDigests digests) => new(
        (Kind ?? ChecksumKind.Crc64Nvme).ToContract(), ChecksumType.FullObject, Convert.ToBase64String(digests.Asked!));
}
