using System.Globalization;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>How much of an object a read asks for.</summary>
/// <param name="Span">The bytes.</param>
/// <param name="IsPartial">Whether the answer is one of part of the object.</param>
/// <param name="Part">The part, where it was asked for by number; null elsewhere.</param>
/// <param name="PartCount">How many parts the object has, where one was asked for by number and it has any; else 0.</param>
internal readonly record struct ReadView(ByteSpan Span, bool IsPartial, ObjectPart? Part, int PartCount)
{
    private const string PartNumber = "partNumber";
    private const int PartNumberMax = 10_000;

    /// <summary>Reads the range or the number of a part; refuses the call where there are no such bytes.</summary>
    public static ReadView Of(ObjectStoreCall call, ObjectVersion version)
    {
        var size = version.Description.Bytes;
        var range = call.Header("Range");
        if (call.Query[PartNumber] is { } number)
        {
            if (range is null)
                return OfPart(call, version, number);
            call.Refuse(S3Error.InvalidRequest with { Message = "Cannot specify both Range header and partNumber query parameter" });
            return default;
        }

        switch (RangeParser.Parse(range, size, out var span))
        {
            case RangeOutcome.Whole:
                return new ReadView(span, false, null, 0);
            case RangeOutcome.Part:
                return new ReadView(span, true, null, 0);
            case RangeOutcome.Unsatisfiable:
            default:
                call.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{size}");
                call.Refuse(S3Error.InvalidRange with
                {
                    Details = [("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture)), ("RangeRequested", range!)],
                });
                return default;
        }
    }

    /// <summary>Reads a part's number; refuses the call where it can be none.</summary>
    public static int? NumberOf(ObjectStoreCall call, string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= PartNumberMax)
            return number;
        call.Refuse(S3Error.Argument(PartNumber, text, "Part number must be an integer between 1 and 10000, inclusive"));
        return null;
    }

    private static ReadView OfPart(ObjectStoreCall call, ObjectVersion version, string text)
    {
        if (NumberOf(call, text) is not { } number)
            return default;
        if (version.Content is ObjectContent.Parts { Values: var parts })
        {
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Number == number)
                    return new ReadView(ContentRuns.SpanOf(parts, i), true, parts[i], parts.Length);
            }
        }
        else if (number == 1)
        {
            var size = version.Description.Bytes;
            return new ReadView(new ByteSpan(0, size), size > 0, null, 0);
        }

        call.Refuse(S3Error.InvalidPartNumber);
        return default;
    }
}
