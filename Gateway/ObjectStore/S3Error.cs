using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>An error as S3 names it: the status, the code that clients act on, and the sentence for people.</summary>
/// <remarks>The list is the error table of the S3 API reference, as far as this server can give them.</remarks>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Message">What a person can act on.</param>
internal sealed record S3Error(int Status, string Code, string Message)
{
    /// <summary>What stands in the answer beside code and message, such as the name of a wrong argument.</summary>
    public ImmutableArray<(string Name, string Value)> Details { get; init; } = [];

    public static readonly S3Error AccessDenied = new(403, "AccessDenied", "Access Denied");

    public static readonly S3Error AccessControlListNotSupported = new(
        400,
        "AccessControlListNotSupported",
        "The bucket does not allow ACLs");

    public static readonly S3Error AuthorizationHeaderMalformed = new(
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header that you provided is not valid.");

    public static readonly S3Error AuthorizationQueryParametersError = new(
        400,
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter.");

    public static readonly S3Error BadDigest = new(
        400,
        "BadDigest",
        "The Content-MD5 or checksum value that you specified did not match what the server received.");

    public static readonly S3Error BucketAlreadyExists = new(
        409,
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Select a "
        + "different name and try again.");

    public static readonly S3Error BucketAlreadyOwnedByYou = new(
        409,
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.");

    public static readonly S3Error BucketNotEmpty = new(409, "BucketNotEmpty", "The bucket that you tried to delete is not empty.");

    public static readonly S3Error ConditionalRequestConflict = new(
        409,
        "ConditionalRequestConflict",
        "The conditional request cannot succeed due to a conflicting operation against this resource.");

    public static readonly S3Error EntityTooLarge = new(
        400,
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed object size.");

    public static readonly S3Error EntityTooSmall = new(
        400,
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size.");

    public static readonly S3Error ExpiredToken = new(400, "ExpiredToken", "The provided token has expired.");

    public static readonly S3Error IllegalLocationConstraintException = new(
        400,
        "IllegalLocationConstraintException",
        "The specified location constraint is not valid for this endpoint.");

    public static readonly S3Error IllegalVersioningConfigurationException = new(
        400,
        "IllegalVersioningConfigurationException",
        "The versioning configuration specified in the request is invalid.");

    public static readonly S3Error IncompleteBody = new(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header.");

    public static readonly S3Error IncorrectNumberOfFilesInPostRequest = new(
        400,
        "IncorrectNumberOfFilesInPostRequest",
        "POST requires exactly one file upload per request.");

    public static readonly S3Error InternalError = new(500, "InternalError", "An internal error occurred. Try again.");

    public static readonly S3Error InvalidAccessKeyId = new(
        403,
        "InvalidAccessKeyId",
        "The AWS access key ID that you provided does not exist in our records.");

    public static readonly S3Error InvalidArgument = new(400, "InvalidArgument", "Invalid Argument");

    public static readonly S3Error InvalidBucketAclWithObjectOwnership = new(
        400,
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");

    public static readonly S3Error InvalidBucketName = new(400, "InvalidBucketName", "The specified bucket is not valid.");

    public static readonly S3Error InvalidDigest = new(
        400,
        "InvalidDigest",
        "The Content-MD5 or checksum value that you specified is not valid.");

    public static readonly S3Error InvalidEncryptionAlgorithmError = new(
        400,
        "InvalidEncryptionAlgorithmError",
        "The encryption request that you specified is not valid.");

    public static readonly S3Error InvalidLocationConstraint = new(
        400,
        "InvalidLocationConstraint",
        "The specified location constraint is not valid.");

    public static readonly S3Error InvalidPart = new(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified "
        + "entity tag might not have matched the part's entity tag.");

    public static readonly S3Error InvalidPartNumber = new(416, "InvalidPartNumber", "The requested partnumber is not satisfiable.");

    public static readonly S3Error InvalidPartOrder = new(
        400,
        "InvalidPartOrder",
        "The list of parts was not in ascending order. The parts list must be specified in order by part number.");

    public static readonly S3Error InvalidPolicyDocument = new(
        400,
        "InvalidPolicyDocument",
        "The content of the form does not meet the conditions specified in the policy document.");

    public static readonly S3Error InvalidRange = new(416, "InvalidRange", "The requested range is not satisfiable");

    public static readonly S3Error InvalidRequest = new(400, "InvalidRequest", "Invalid Request");

    public static readonly S3Error InvalidStorageClass = new(400, "InvalidStorageClass", "The storage class you specified is not valid.");

    public static readonly S3Error InvalidTag = new(400, "InvalidTag", "The tag provided was not a valid tag.");

    public static readonly S3Error InvalidURI = new(400, "InvalidURI", "The specified URI couldn't be parsed.");

    public static readonly S3Error KeyTooLongError = new(400, "KeyTooLongError", "Your key is too long.");

    public static readonly S3Error MalformedACLError = new(
        400,
        "MalformedACLError",
        "The ACL that you provided was not well formed or did not validate against our published schema.");

    public static readonly S3Error MalformedPOSTRequest = new(
        400,
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.");

    public static readonly S3Error MalformedPolicy = new(400, "MalformedPolicy", "The policy is not in the valid JSON format.");

    public static readonly S3Error MalformedTrailerError = new(
        400,
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    public static readonly S3Error MalformedXML = new(
        400,
        "MalformedXML",
        "The XML that you provided was not well formed or did not validate against our published schema.");

    public static readonly S3Error MaxMessageLengthExceeded = new(400, "MaxMessageLengthExceeded", "Your request was too large.");

    public static readonly S3Error MaxPostPreDataLengthExceededError = new(
        400,
        "MaxPostPreDataLengthExceededError",
        "Your POST request fields preceding the upload file were too large.");

    public static readonly S3Error MetadataTooLarge = new(
        400,
        "MetadataTooLarge",
        "Your metadata headers exceed the maximum allowed metadata size.");

    public static readonly S3Error MethodNotAllowed = new(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.");

    public static readonly S3Error MissingContentLength = new(
        411,
        "MissingContentLength",
        "You must provide the Content-Length HTTP header.");

    public static readonly S3Error MissingRequestBodyError = new(400, "MissingRequestBodyError", "Request body is empty.");

    public static readonly S3Error MissingSecurityHeader = new(
        400,
        "MissingSecurityHeader",
        "Your request was missing a required header.");

    public static readonly S3Error NoSuchBucket = new(404, "NoSuchBucket", "The specified bucket does not exist.");

    public static readonly S3Error NoSuchBucketPolicy = new(404, "NoSuchBucketPolicy", "The bucket policy does not exist");

    public static readonly S3Error NoSuchCORSConfiguration = new(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist");

    public static readonly S3Error NoSuchKey = new(404, "NoSuchKey", "The specified key does not exist.");

    public static readonly S3Error NoSuchLifecycleConfiguration = new(
        404,
        "NoSuchLifecycleConfiguration",
        "The lifecycle configuration does not exist");

    public static readonly S3Error NoSuchPublicAccessBlockConfiguration = new(
        404,
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found");

    public static readonly S3Error NoSuchTagSet = new(404, "NoSuchTagSet", "The TagSet does not exist");

    public static readonly S3Error NoSuchUpload = new(
        404,
        "NoSuchUpload",
        "The specified multipart upload does not exist. The upload ID might be invalid, or the multipart upload might "
        + "have been aborted or completed.");

    public static readonly S3Error NoSuchVersion = new(
        404,
        "NoSuchVersion",
        "The version ID specified in the request does not match an existing version.");

    public static readonly S3Error NoSuchWebsiteConfiguration = new(
        404,
        "NoSuchWebsiteConfiguration",
        "The specified bucket does not have a website configuration");

    public static readonly S3Error NotImplemented = new(
        501,
        "NotImplemented",
        "A header or a query parameter you provided implies functionality that is not implemented.");

    public static readonly S3Error ObjectLockConfigurationNotFoundError = new(
        404,
        "ObjectLockConfigurationNotFoundError",
        "Object Lock configuration does not exist for this bucket");

    public static readonly S3Error OperationAborted = new(
        409,
        "OperationAborted",
        "A conflicting conditional operation is currently in progress against this resource. Try again.");

    public static readonly S3Error OwnershipControlsNotFoundError = new(
        404,
        "OwnershipControlsNotFoundError",
        "The bucket ownership controls were not found");

    public static readonly S3Error PreconditionFailed = new(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold");

    public static readonly S3Error ReplicationConfigurationNotFoundError = new(
        404,
        "ReplicationConfigurationNotFoundError",
        "The replication configuration was not found");

    public static readonly S3Error RequestTimeTooSkewed = new(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the server's time is too large.");

    public static readonly S3Error RequestTimeout = new(
        400,
        "RequestTimeout",
        "Your socket connection to the server was not read from or written to within the timeout period.");

    public static readonly S3Error ServerSideEncryptionConfigurationNotFoundError = new(
        404,
        "ServerSideEncryptionConfigurationNotFoundError",
        "The server side encryption configuration was not found");

    public static readonly S3Error ServiceUnavailable = new(
        503,
        "ServiceUnavailable",
        "The storage does not answer at the moment. Send the same request again.");

    public static readonly S3Error SignatureDoesNotMatch = new(
        403,
        "SignatureDoesNotMatch",
        "The request signature that the server calculated does not match the signature that you provided. Check your "
        + "secret access key and signing method.");

    public static readonly S3Error RequestHeaderSectionTooLarge = new(
        400,
        "RequestHeaderSectionTooLarge",
        "Your request header and query parameters used to make the request exceed the maximum allowed size.");

    public static readonly S3Error SlowDown = new(503, "SlowDown", "Please reduce your request rate.");

    public static readonly S3Error TooManyBuckets = new(400, "TooManyBuckets", "You have attempted to create more buckets than allowed.");

    public static readonly S3Error UnexpectedContent = new(400, "UnexpectedContent", "This request does not support content");

    public static readonly S3Error UnresolvableGrantByEmailAddress = new(
        400,
        "UnresolvableGrantByEmailAddress",
        "The email address that you provided does not match any account on record.");

    public static readonly S3Error UnsignedPayload = new(400, "UnsignedPayload", "The payload must be signed.");

    public static readonly S3Error XAmzContentChecksumMismatch = new(
        400,
        "XAmzContentChecksumMismatch",
        "The provided 'x-amz-checksum' header does not match what was computed.");

    public static readonly S3Error XAmzContentSHA256Mismatch = new(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.");

    /// <summary>An argument that cannot be what it is.</summary>
    public static S3Error Argument(string name, string value, string message) => InvalidArgument with
    {
        Message = message,
        Details = [("ArgumentName", name), ("ArgumentValue", value)],
    };
}
