using System.Buffers;

namespace OrleansLld.Storage;

/// <summary>
/// Immutable bytes by id, streamed both ways and never held in memory as a whole. Bytes never travel in grain messages.
/// </summary>
public interface IBlobStore
{
    /// <summary>Writes the stream to its end; durable when the task completes, invisible until then.</summary>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="BlobExistsException">The id is taken; nothing was changed.</exception>
    ValueTask<long> WriteAsync(BlobId id, Stream content, CancellationToken cancellationToken);

    /// <summary>A stream over part of the blob, or null when there is no such blob. The caller disposes of it.</summary>
    /// <param name="id">The blob.</param>
    /// <param name="offset">The first byte, 0 to the length.</param>
    /// <param name="length">How many bytes, cut at the end of the blob; null for the rest.</param>
    /// <param name="cancellationToken">Stops waiting for the stream.</param>
    ValueTask<Stream?> ReadAsync(BlobId id, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>The number of bytes, or null when there is no such blob.</summary>
    ValueTask<long?> LengthAsync(BlobId id, CancellationToken cancellationToken);

    /// <summary>Deletes the blob; a repeat, or an unknown id, changes nothing.</summary>
    ValueTask DeleteAsync(BlobId id, CancellationToken cancellationToken);
}

/// <summary>A blob's name: 1 to 128 of lower-case letters, digits, '-' and '_', made by the writer and never reused.</summary>
[GenerateSerializer, Immutable, Alias("storage.blob-id")]
public readonly record struct BlobId
{
    /// <summary>The most characters.</summary>
    public const int LengthMax = 128;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    [Id(0)]
    private readonly string _text;

    /// <summary>The id of that name.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or has other characters.</exception>
    public BlobId(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.Length > LengthMax || text.AsSpan().ContainsAnyExcept(Allowed))
            throw new ArgumentException("Not a blob id.", nameof(text));
        _text = text;
    }

    /// <summary>The name.</summary>
    public override string ToString() => _text;
}

/// <summary>A blob of that id is there already.</summary>
/// <param name="id">The id.</param>
public sealed class BlobExistsException(BlobId id) : Exception($"There is a blob {id} already.");
