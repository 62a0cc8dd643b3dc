using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

/// <summary>A refusal in the words of the Binance Spot API: programs act on the code, people on the sentence.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Binance's error code.</param>
/// <param name="Message">Binance's sentence.</param>
internal sealed record ApiRefusal(int Status, int Code, string Message)
{
    public static readonly ApiRefusal Unknown =
        new(StatusCodes.Status500InternalServerError, -1000, "An unknown error occurred while processing the request.");

    public static readonly ApiRefusal NoAnswer =
        new(StatusCodes.Status503ServiceUnavailable, -1001, "Internal error; unable to process your request. Please try again.");

    public static readonly ApiRefusal Unauthorized =
        new(StatusCodes.Status401Unauthorized, -1002, "You are not authorized to execute this request.");

    public static readonly ApiRefusal OutcomeUnknown =
        new(
            StatusCodes.Status503ServiceUnavailable,
            -1007,
            "Timeout waiting for response from backend server. Send status unknown; execution status unknown. "
            + "Send the request again with the same newClientOrderId: it is carried out once.");

    public static readonly ApiRefusal Overloaded =
        new(
            StatusCodes.Status503ServiceUnavailable,
            -1008,
            "Server is currently overloaded with other requests. Please try again in a few minutes.");

    public static readonly ApiRefusal Combination = Bad(-1014, "Unsupported order combination.");
    public static readonly ApiRefusal NotSupported = Bad(-1020, "This operation is not supported.");
    public static readonly ApiRefusal NoSuchAddress = new(StatusCodes.Status404NotFound, -1020, "This operation is not supported.");
    public static readonly ApiRefusal TooLate = Bad(-1021, "Timestamp for this request is outside of the recvWindow.");
    public static readonly ApiRefusal TooEarly = Bad(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    public static readonly ApiRefusal Signature = Bad(-1022, "Signature for this request is not valid.");
    public static readonly ApiRefusal IllegalForm = Bad(-1100, "Illegal characters found in a parameter.");
    public static readonly ApiRefusal DuplicateParameter = Bad(-1101, "Duplicate values for a parameter detected.");
    public static readonly ApiRefusal TooManyParameters = Bad(-1101, "Too many parameters sent for this endpoint.");
    public static readonly ApiRefusal TooLong =
        new(StatusCodes.Status413PayloadTooLarge, -1101, "Too many parameters sent for this endpoint.");

    public static readonly ApiRefusal Lifetime = Bad(-1115, "Invalid timeInForce.");
    public static readonly ApiRefusal OrderType = Bad(-1116, "Invalid orderType.");
    public static readonly ApiRefusal Side = Bad(-1117, "Invalid side.");
    public static readonly ApiRefusal Interval = Bad(-1120, "Invalid interval.");
    public static readonly ApiRefusal Symbol = Bad(-1121, "Invalid symbol.");
    public static readonly ApiRefusal MoreThanADay = Bad(-1127, "More than 24 hours between startTime and endTime.");
    public static readonly ApiRefusal OptionalCombination = Bad(-1128, "Combination of optional parameters invalid.");
    public static readonly ApiRefusal RecvWindow = Bad(-1131, "recvWindow must be less than 60000");
    public static readonly ApiRefusal TickerType = Bad(-1139, "Invalid ticker type.");
    public static readonly ApiRefusal DuplicateSymbol = Bad(-1151, "Symbol is present multiple times in the list.");
    public static readonly ApiRefusal TimeUnit =
        Bad(-1194, "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.");

    public static readonly ApiRefusal UnknownOrder = Bad(-2011, "Unknown order sent.");
    public static readonly ApiRefusal NoSuchOrder = Bad(-2013, "Order does not exist.");
    public static readonly ApiRefusal KeyFormat = new(StatusCodes.Status401Unauthorized, -2014, "API-key format invalid.");
    public static readonly ApiRefusal Key =
        new(StatusCodes.Status401Unauthorized, -2015, "Invalid API-key, IP, or permissions for action.");

    public static ApiRefusal Bad(int code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    public static ApiRefusal Rejected(string message) => Bad(-1013, message);

    public static ApiRefusal Filter(string name) => Rejected($"Filter failure: {name}");

    public static ApiRefusal Illegal(string parameter, string range) =>
        Bad(-1100, $"Illegal characters found in parameter '{parameter}'; legal range is '{range}'.");

    public static ApiRefusal IllegalDecimal(string parameter) => Illegal(parameter, DecimalText.LegalRange);

    public static ApiRefusal Missing(string parameter) =>
        Bad(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static ApiRefusal MissingBoth(string one, string other) =>
        Bad(-1102, $"Param '{one}' or '{other}' must be sent, but both were empty/null!");

    public static ApiRefusal Unread(int read, int sent) =>
        Bad(-1104, $"Not all sent parameters were read; read '{read}' parameter(s) but was sent '{sent}'.");

    public static ApiRefusal Empty(string parameter) => Bad(-1105, $"Parameter '{parameter}' was empty.");

    public static ApiRefusal NotRequired(string parameter) => Bad(-1106, $"Parameter '{parameter}' sent when not required.");

    public static ApiRefusal Overflow(string parameter) => Bad(-1108, $"Parameter '{parameter}' overflowed.");

    public static ApiRefusal TooPrecise(string parameter) => Bad(-1111, $"Parameter '{parameter}' has too much precision.");

    public static ApiRefusal Invalid(string parameter) => Bad(-1130, $"Data sent for parameter '{parameter}' is not valid.");

    public static ApiRefusal TooMuchWeight(int limit) =>
        new(
            StatusCodes.Status429TooManyRequests,
            -1003,
            $"Too much request weight used; current limit is {limit} request weight per 1 MINUTE. "
            + "Please use WebSocket Streams for live updates to avoid polling the API.");

    public static ApiRefusal TooManyOrders(int limit, string per) =>
        new(StatusCodes.Status429TooManyRequests, -1015, $"Too many new orders; current limit is {limit} orders per {per}.");
}
