using System.Globalization;

namespace OrleansLld.ObjectStore;

/// <summary>A part of a bucket's index: which bucket's, and a number that is never reused in it.</summary>
/// <param name="Incarnation">The bucket's <see cref="BucketSettings.Incarnation"/>.</param>
/// <param name="Number">From 1.</param>
[GenerateSerializer, Immutable, Alias("objectstore.index-partition-id")]
public readonly record struct IndexPartitionId([property: Id(0)] string Incarnation, [property: Id(1)] long Number)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IndexPartitionId Parse(string text)
    {
        var dash = text.LastIndexOf('-');
        return dash > 0 && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new IndexPartitionId(text[..dash], number)
            : throw new FormatException($"'{text}' is not an index partition.");
    }

    /// <summary>The grain's key: incarnation, dash, number.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Incarnation}-{Number}");
}
