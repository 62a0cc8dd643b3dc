namespace OrleansLld.Storage;

/// <summary>The part of a blob that a reader asked for, cut at its end.</summary>
/// <param name="From">The first byte.</param>
/// <param name="To">The end, excluded.</param>
internal readonly record struct BlobRange(long From, long To)
{
    public static BlobRange Of(long offset, long? length, long blobLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, blobLength);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        return new BlobRange(offset, offset + Math.Min(length ?? long.MaxValue, blobLength - offset));
    }
}
