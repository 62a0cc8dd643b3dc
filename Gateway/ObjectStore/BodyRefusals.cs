using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>What S3 says to a body that is not what was said of it.</summary>
internal static class BodyRefusals
{
    public static readonly S3Error Md5 = S3Error.BadDigest with
    {
        Message = "The Content-MD5 you specified did not match what we received.",
    };

    public static readonly S3Error Md5Header = S3Error.InvalidDigest with { Message = "The Content-MD5 you specified was invalid." };

    public static S3Error Checksum(ChecksumKind kind) => S3Error.BadDigest with
    {
        Message = $"The {kind.Name()} you specified did not match the calculated checksum.",
    };

    /// <summary>What became of the connection, as S3 would say it.</summary>
    public static S3Error Of(BadHttpRequestException failure) => failure.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => S3Error.RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => S3Error.EntityTooLarge,
        _ => S3Error.IncompleteBody,
    };
}
