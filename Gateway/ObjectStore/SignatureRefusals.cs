using System.Globalization;
using System.Text;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>What S3 says to a signature that it does not take, word for word where its documentation or its answers show it.</summary>
internal static class SignatureRefusals
{
    public static readonly S3Error OldVersion = S3Error.InvalidRequest with
    {
        Message = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    };

    public static readonly S3Error TwoMechanisms = S3Error.InvalidArgument with
    {
        Message = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the "
            + "Authorization header should be specified",
    };

    public static readonly S3Error NoDate = S3Error.AccessDenied with
    {
        Message = "AWS authentication requires a valid Date or x-amz-date header",
    };

    public static readonly S3Error NoContentHash = S3Error.InvalidRequest with
    {
        Message = "Missing required header for this request: x-amz-content-sha256",
    };

    public static readonly S3Error ContentHash = S3Error.InvalidArgument with
    {
        Message = "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
            + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
    };

    public static readonly S3Error NotYetValid = S3Error.AccessDenied with { Message = "Request is not yet valid" };

    public static readonly S3Error Expired = S3Error.AccessDenied with { Message = "Request has expired" };

    public static readonly S3Error BearerToken = S3Error.AccessDenied with
    {
        Message = "The bearer token is not valid or has expired. Sign in again.",
    };

    public static readonly S3Error ChunksOfNobody = S3Error.AccessDenied with
    {
        Message = "The request has signed chunks but no signature.",
    };

    public static readonly S3Error EarlierIncomplete = S3Error.AccessDenied with
    {
        Message = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
    };

    public static readonly S3Error FormAlgorithm = S3Error.InvalidRequest with
    {
        Message = "The form's x-amz-algorithm must be AWS4-HMAC-SHA256.",
    };

    public static S3Error? Of(AuthorizationOutcome outcome, string? header) => outcome switch
    {
        AuthorizationOutcome.Read => null,
        AuthorizationOutcome.OldVersion => OldVersion,
        AuthorizationOutcome.OtherScheme => S3Error.InvalidArgument with { Message = "Unsupported Authorization Type" },
        AuthorizationOutcome.Malformed => Header("a component is missing or unknown."),
        AuthorizationOutcome.CredentialMalformed => Header(
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."),
        AuthorizationOutcome.HostNotSigned => UnsignedHeader("host"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, header),
    };

    public static S3Error? Of(PresignedOutcome outcome) => outcome switch
    {
        PresignedOutcome.Read => null,
        PresignedOutcome.Incomplete => Query(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
            + "X-Amz-SignedHeaders, and X-Amz-Expires parameters."),
        PresignedOutcome.OtherAlgorithm => Query("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""),
        PresignedOutcome.CredentialMalformed => Query(
            "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
            + "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."),
        PresignedOutcome.TimeMalformed => Query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
        PresignedOutcome.LifetimeMalformed => Query("X-Amz-Expires should be a number"),
        PresignedOutcome.LifetimeNegative => Query("X-Amz-Expires must be non-negative"),
        PresignedOutcome.LifetimeTooLong => Query(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"),
        PresignedOutcome.HostNotSigned => UnsignedHeader("host"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static S3Error HeaderService(string service) =>
        Header($"incorrect service \"{service}\". This endpoint belongs to \"s3\".");

    public static S3Error QueryService(string service) =>
        Query($"Error parsing the X-Amz-Credential parameter; incorrect service \"{service}\". This endpoint belongs to \"s3\".");

    public static S3Error HeaderDay(ClaimedRequest claimed) => Header(
        $"Invalid credential date \"{claimed.Claim.Scope.Day}\". This date is not the same as X-Amz-Date: \"{claimed.Time[..8]}\".");

    public static S3Error QueryDay(string day, string time) =>
        Query($"Invalid credential date \"{day}\". This date is not the same as X-Amz-Date: \"{time[..8]}\".");

    public static S3Error UnknownKey(string accessKeyId) => S3Error.InvalidAccessKeyId with
    {
        Details = [("AWSAccessKeyId", accessKeyId)],
    };

    /// <summary>With what was signed here, so that whoever writes a client sees where it signs something else.</summary>
    public static S3Error Mismatch(SignatureClaim claim, ReadOnlySpan<byte> text, ReadOnlySpan<byte> canonicalRequest) =>
        S3Error.SignatureDoesNotMatch with
        {
            Details =
            [
                ("AWSAccessKeyId", claim.AccessKeyId),
                ("StringToSign", Encoding.UTF8.GetString(text)),
                ("SignatureProvided", claim.Signature),
                ("CanonicalRequest", Encoding.UTF8.GetString(canonicalRequest)),
            ],
        };

    public static S3Error UnsignedHeader(string name) => S3Error.AccessDenied with
    {
        Message = "There were headers present in the request which were not signed",
        Details = [("HeadersNotSigned", name.ToLowerInvariant())],
    };

    public static S3Error Skewed(DateTimeOffset signedAt, DateTimeOffset now, TimeSpan skewMax) => S3Error.RequestTimeTooSkewed with
    {
        Details =
        [
            ("RequestTime", SigningTime.Format(signedAt)),
            ("ServerTime", SigningTime.Format(now)),
            ("MaxAllowedSkewMilliseconds", ((long)skewMax.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)),
        ],
    };

    public static S3Error EarlierTime(string expires) => S3Error.AccessDenied with
    {
        Message = $"Invalid date (should be seconds since epoch): {expires}",
    };

    /// <summary>A form that lacks what signs it.</summary>
    public static S3Error FormField(string name) => S3Error.InvalidArgument with
    {
        Message = $"Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields.",
    };

    private static S3Error Header(string what) => S3Error.AuthorizationHeaderMalformed with
    {
        Message = $"The authorization header is malformed; {what}",
    };

    private static S3Error Query(string message) => S3Error.AuthorizationQueryParametersError with { Message = message };
}
