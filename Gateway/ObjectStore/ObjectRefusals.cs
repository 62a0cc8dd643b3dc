using System.Globalization;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What parsers and uploads refuse, in the words of S3.</summary>
internal static class ObjectRefusals
{
    /// <summary>The most bytes of an object or a part that is sent, or copied, at once.</summary>
    public const long WriteBytesMax = 5L << 30;

    public static readonly S3Error NoLock = S3Error.InvalidRequest with { Message = "Bucket is missing Object Lock Configuration" };

    public static readonly S3Error Encryption = S3Error.NotImplemented with
    {
        Message = "This server does not encrypt objects at rest. Send the request without server-side encryption headers.",
    };

    public static S3Error Of(ObjectHeaderOutcome outcome, ObjectHeaders headers, string value) => outcome switch
    {
        ObjectHeaderOutcome.MetadataTooLarge => S3Error.MetadataTooLarge with
        {
            Details = [("Size", Text(headers.MetadataBytes)), ("MaxSizeAllowed", Text(ObjectHeaders.MetadataBytesMax))],
        },
        ObjectHeaderOutcome.InvalidStorageClass => S3Error.InvalidStorageClass with { Details = [("StorageClassRequested", value)] },
        ObjectHeaderOutcome.InvalidRedirect => new S3Error(
            400,
            "InvalidRedirectLocation",
            "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."),
        ObjectHeaderOutcome.Malformed => S3Error.InvalidArgument with { Message = "A header that describes the object is malformed." },
        ObjectHeaderOutcome.Taken => throw new ArgumentOutOfRangeException(nameof(outcome), "It was taken."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    public static S3Error? Of(EncryptionOutcome outcome) => outcome switch
    {
        EncryptionOutcome.None => null,
        EncryptionOutcome.NotImplemented => Encryption,
        EncryptionOutcome.InvalidAlgorithm => S3Error.InvalidEncryptionAlgorithmError,
        EncryptionOutcome.Invalid => S3Error.InvalidArgument with
        {
            Message = "The headers of server-side encryption are incomplete, contradict each other or name no method of S3.",
        },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    public static S3Error? Of(WriteConditionOutcome outcome) => outcome switch
    {
        WriteConditionOutcome.Read => null,
        WriteConditionOutcome.NotImplemented => S3Error.NotImplemented with
        {
            Message = "A header you provided implies functionality that is not implemented",
        },
        WriteConditionOutcome.Invalid => S3Error.InvalidArgument with { Message = "A condition of the request is malformed." },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    public static S3Error Of(MultipartRefusal refusal) => refusal switch
    {
        MultipartRefusal.NoSuchUpload => S3Error.NoSuchUpload,
        MultipartRefusal.Moved or MultipartRefusal.NotNoted => S3Error.ServiceUnavailable,
        MultipartRefusal.Busy => S3Error.OperationAborted,
        MultipartRefusal.NoParts => S3Error.InvalidRequest with { Message = "You must specify at least one part" },
        MultipartRefusal.InvalidPartOrder => S3Error.InvalidPartOrder,
        MultipartRefusal.InvalidPart => S3Error.InvalidPart,
        MultipartRefusal.EntityTooSmall => S3Error.EntityTooSmall with
        {
            Message = "Your proposed upload is smaller than the minimum allowed size",
            Details = [("MinSizeAllowed", Text(5L << 20))],
        },
        MultipartRefusal.EntityTooLarge => S3Error.EntityTooLarge,
        MultipartRefusal.WrongSize => S3Error.InvalidRequest with
        {
            Message = "The provided 'x-amz-mp-object-size' header value does not match what was computed.",
        },
        MultipartRefusal.BadChecksum => S3Error.BadDigest with
        {
            Message = "The checksum you specified for the object did not match what was computed.",
        },
        MultipartRefusal.MissingPartChecksum => S3Error.InvalidRequest with
        {
            Message = "The upload was created using a checksum. The complete request must include the checksum for each part.",
        },
        MultipartRefusal.None or MultipartRefusal.NotWritten => throw new ArgumentOutOfRangeException(nameof(refusal), "Not the upload's."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    public static S3Error TooLarge(long bytes) => S3Error.EntityTooLarge with
    {
        Message = "Your proposed upload exceeds the maximum allowed size",
        Details = [("ProposedSize", Text(bytes)), ("MaxSizeAllowed", Text(WriteBytesMax))],
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
