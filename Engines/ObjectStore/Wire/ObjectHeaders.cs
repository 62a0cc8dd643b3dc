using System.Buffers;
using System.Text;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>What is wrong with a header that describes an object.</summary>
public enum ObjectHeaderOutcome
{
    /// <summary>Nothing.</summary>
    Taken,

    /// <summary>The user's metadata have more than <see cref="ObjectHeaders.MetadataBytesMax"/> bytes.</summary>
    MetadataTooLarge,

    /// <summary>S3 has no such storage class, or not in this place.</summary>
    InvalidStorageClass,

    /// <summary>A name or a value that no header may have.</summary>
    Malformed,

    /// <summary>The redirect leads neither to a path nor to an address of the web.</summary>
    InvalidRedirect,
}

/// <summary>
/// Gathers what the headers of a request, or the fields of a form, say about the object that it writes. Values are the bytes of the
/// header, one a character, and come back as they were sent: whoever wrote UTF-8 or RFC 2047 reads the same.
/// </summary>
public sealed class ObjectHeaders
{
    /// <summary>The most bytes of all names and values of the user's metadata.</summary>
    public const int MetadataBytesMax = 2 << 10;

    /// <summary>The content type of an object that was given none.</summary>
    public const string DefaultContentType = "binary/octet-stream";

    /// <summary>What begins the names of the user's metadata.</summary>
    public const string MetadataPrefix = "x-amz-meta-";

    /// <summary>The header that names the content type.</summary>
    public const string ContentType = "content-type";

    /// <summary>Where a website sends whoever asks for the object.</summary>
    public const string RedirectLocation = "x-amz-website-redirect-location";

    /// <summary>The storage class that needs no mention.</summary>
    public const string StandardClass = "STANDARD";

    private const string StorageClassHeader = "x-amz-storage-class";
    private const string ContentEncoding = "content-encoding";
    private const string ChunkedEncoding = "aws-chunked";
    private const int RedirectLengthMax = 2048;

    private static readonly string[] SystemHeaders =
        [ContentType, "cache-control", "content-disposition", ContentEncoding, "content-language", "expires", RedirectLocation];

    private static readonly string[] StorageClasses =
        ["REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"];

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly List<KeyValuePair<string, string>> _system = [];
    private readonly List<KeyValuePair<string, string>> _metadata = [];

    /// <summary>The headers that a read returns, by their names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> System => _system;

    /// <summary>The user's metadata, by their names in lower case and without the prefix.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata => _metadata;

    /// <summary>The size of the user's metadata.</summary>
    public int MetadataBytes { get; private set; }

    /// <summary>Empty for the standard one.</summary>
    public string StorageClass { get; private set; } = "";

    /// <summary>Whether a header describes an object, and comes back with it.</summary>
    /// <param name="name">Its name, in any case.</param>
    public static bool Describes(string name) =>
        name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase)
        || SystemHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a header in; those that say nothing about the object are passed over.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="value">Its value, a character a byte.</param>
    public ObjectHeaderOutcome Take(string name, string value)
    {
        if (Describes(name) && (name.AsSpan().ContainsAnyExcept(NameCharacters) || HasControls(value)))
            return ObjectHeaderOutcome.Malformed;
        if (name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            return TakeMetadata(name[MetadataPrefix.Length..].ToLowerInvariant(), value);
        if (name.Equals(StorageClassHeader, StringComparison.OrdinalIgnoreCase))
            return TakeStorageClass(value);
        foreach (var known in SystemHeaders)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return TakeSystem(known, value);
        }

        return ObjectHeaderOutcome.Taken;
    }

    /// <summary>Adds the content type that an object has that was given none.</summary>
    public void Complete()
    {
        foreach (var header in _system)
        {
            if (header.Key == ContentType)
                return;
        }

        _system.Insert(0, new(ContentType, DefaultContentType));
    }

    private ObjectHeaderOutcome TakeMetadata(string name, string value)
    {
        MetadataBytes += Encoding.UTF8.GetByteCount(name) + value.Length;
        _metadata.Add(new(name, value));
        return MetadataBytes <= MetadataBytesMax ? ObjectHeaderOutcome.Taken : ObjectHeaderOutcome.MetadataTooLarge;
    }

    private ObjectHeaderOutcome TakeStorageClass(string value)
    {
        StorageClass = value == StandardClass ? "" : value;
        return value == StandardClass || StorageClasses.Contains(value)
            ? ObjectHeaderOutcome.Taken
            : ObjectHeaderOutcome.InvalidStorageClass;
    }

    private ObjectHeaderOutcome TakeSystem(string name, string value)
    {
        if (name == ContentEncoding)
            value = WithoutChunks(value);
        if (value.Length > 0)
            _system.Add(new(name, value));
        return name == RedirectLocation && !IsRedirect(value) ? ObjectHeaderOutcome.InvalidRedirect : ObjectHeaderOutcome.Taken;
    }

    /// <summary>How a body was cut for its signature is not how the object is encoded.</summary>
    private static string WithoutChunks(string encodings) =>
        encodings.Contains(ChunkedEncoding, StringComparison.OrdinalIgnoreCase)
            ? string.Join(
                ',',
                encodings.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Where(encoding => !encoding.Equals(ChunkedEncoding, StringComparison.OrdinalIgnoreCase)))
            : encodings;

    private static bool HasControls(string value) => value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.Contains('\u007f');

    private static bool IsRedirect(string value) =>
        value.Length <= RedirectLengthMax
        && (value.StartsWith('/')
            || value.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
}
