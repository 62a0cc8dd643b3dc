using System.Buffers;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>Reads the fields of a form, and stops where its file begins.</summary>
internal static class FormHeads
{
    private const string FileNameVariable = "${filename}";

    // A buffer may end anywhere in what stands before the file.
    private const int LookMax = PostFormParser.FieldBytesMax + 4096;

    /// <summary>The fields, with the file's name put in; null where the call is refused.</summary>
    public static async ValueTask<PostFormHead?> Read(ObjectStoreCall call, byte[] delimiter)
    {
        var reader = call.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(call.Aborted);
            var bytes = read.Buffer;
            var outcome = Parse(bytes.Slice(0, Math.Min(bytes.Length, LookMax)), delimiter, out var head);
            if (outcome == PostFormOutcome.NeedsMore && !read.IsCompleted)
            {
                reader.AdvanceTo(bytes.Start, bytes.End);
                continue;
            }

            if (outcome == PostFormOutcome.Ready)
            {
                reader.AdvanceTo(bytes.GetPosition(head!.Length));
                return Named(head);
            }

            reader.AdvanceTo(bytes.End);
            call.Refuse(RefusalOf(outcome));
            return null;
        }
    }

    private static PostFormOutcome Parse(in ReadOnlySequence<byte> bytes, byte[] delimiter, out PostFormHead? head) =>
        bytes.IsSingleSegment
            ? PostFormParser.Parse(bytes.FirstSpan, delimiter, out head)
            : PostFormParser.Parse(bytes.ToArray(), delimiter, out head);

    private static PostFormHead Named(PostFormHead head) => head with
    {
        Fields =
        [
            .. head.Fields.Select(field => new KeyValuePair<string, string>(
                field.Key, field.Value.Replace(FileNameVariable, head.FileName, StringComparison.Ordinal))),
        ],
    };

    private static S3Error RefusalOf(PostFormOutcome outcome) => outcome switch
    {
        PostFormOutcome.NoFile => S3Error.Argument("file", "0", "POST requires exactly one file upload per request."),
        PostFormOutcome.Duplicate => S3Error.InvalidArgument with { Message = "A field of the form was sent twice." },
        PostFormOutcome.TooLarge => S3Error.MaxPostPreDataLengthExceededError,
        PostFormOutcome.NeedsMore or PostFormOutcome.Malformed => S3Error.MalformedPOSTRequest,
        PostFormOutcome.Ready => throw new ArgumentOutOfRangeException(nameof(outcome), "It was read."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
