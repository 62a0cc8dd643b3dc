using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>What the row of an unfinished upload says beyond its key.</summary>
internal static class UploadLines
{
    private const byte Format = 1;

    public static byte[] Write(UploadEntry upload)
    {
        var at = new RowWriter();
        at.Byte(Format);
        at.Number(Times.Us(upload.StartedAt));
        at.Number(upload.Initiator.Account.Value);
        at.Text(upload.Initiator.Handle);
        at.Number(upload.Owner.Account.Value);
        at.Text(upload.Owner.Handle);
        at.Text(upload.StorageClass);
        at.Byte((byte)(upload.Checksum is { } checksum ? 1 + (int)checksum.Algorithm : 0));
        at.Byte((byte)(upload.Checksum?.Type ?? default));
        return at.ToArray();
    }

    /// <summary>The line of a listing, which names who began the upload.</summary>
    public static ListedObject Read(string key, string uploadId, ReadOnlyMemory<byte> row)
    {
        var at = new RowReader(row);
        at.Format(Format);
        var startedAt = Times.At(at.Number());
        var initiator = new ObjectOwner(new AccountId(at.Number()), at.Text());
        _ = new ObjectOwner(new AccountId(at.Number()), at.Text());
        var storageClass = at.Text();
        var (algorithm, type) = (at.Byte(), (ChecksumType)at.Byte());
        var checksum = algorithm == 0 ? null : new ObjectChecksum((ChecksumAlgorithm)(algorithm - 1), type, "");
        return new ListedObject(key, uploadId, false, false, startedAt, 0, "", initiator, checksum, storageClass);
    }
}
