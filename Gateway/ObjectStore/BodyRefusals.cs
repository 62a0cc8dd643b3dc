using OrleansLld.ObjectStore.Wire;
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

    public static S3Error? Of(ChunkFault fault) => fault switch
    {
        ChunkFault.None => null,
        ChunkFault.HeaderTooLong or ChunkFault.Malformed => S3Error.InvalidRequest with
        {
            Message = "The chunks of the request body are not well-formed.",
        },
        ChunkFault.WrongSignature => S3Error.SignatureDoesNotMatch,
        ChunkFault.TooManyBytes => S3Error.IncompleteBody with
        {
            Message = "The request body has more bytes than the x-amz-decoded-content-length header specifies.",
        },
        ChunkFault.TooFewBytes => S3Error.IncompleteBody with
        {
            Message = "The request body has fewer bytes than the x-amz-decoded-content-length header specifies.",
        },
        ChunkFault.Truncated => S3Error.IncompleteBody with { Message = "The request body terminated unexpectedly" },
        ChunkFault.TrailerTooLong or ChunkFault.TrailerMalformed => S3Error.MalformedTrailerError,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    /// <summary>What became of the connection, as S3 would say it.</summary>
    public static S3Error Of(BadHttpRequestException failure) => failure.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => S3Error.RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => S3Error.EntityTooLarge,
        _ => S3Error.IncompleteBody,
    };
}
