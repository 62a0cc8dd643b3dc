using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>A run of bytes in a blob.</summary>
internal readonly record struct ContentRun(BlobId Blob, long From, long Length);

/// <summary>Where the bytes of an object are.</summary>
internal static class ContentRuns
{
    /// <summary>The runs that make up a span, in order.</summary>
    /// <param name="content">What is not kept in its index row.</param>
    /// <param name="span">Part of the object, or all of it.</param>
    public static ImmutableArray<ContentRun> Of(ObjectContent content, ByteSpan span) => content switch
    {
        ObjectContent.Whole whole => [new ContentRun(whole.Blob, span.From, span.Length)],
        ObjectContent.Parts parts => Of(parts.Values, span),
        _ => throw new ArgumentException("The bytes are in no blob.", nameof(content)),
    };

    /// <summary>The bytes of one part.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="index">Its place among them, from 0.</param>
    public static ByteSpan SpanOf(ImmutableArray<ObjectPart> parts, int index)
    {
        var from = 0L;
        for (var i = 0; i < index; i++)
            from += parts[i].Bytes;
        return new ByteSpan(from, parts[index].Bytes);
    }

    private static ImmutableArray<ContentRun> Of(ImmutableArray<ObjectPart> parts, ByteSpan span)
    {
        var runs = ImmutableArray.CreateBuilder<ContentRun>();
        var at = 0L;
        foreach (var part in parts)
        {
            var from = Math.Max(span.From, at);
            var end = Math.Min(span.From + span.Length, at + part.Bytes);
            if (from < end)
                runs.Add(new ContentRun(part.Blob, from - at, end - from));
            at += part.Bytes;
        }

        return runs.ToImmutable();
    }
}
