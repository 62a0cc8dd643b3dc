using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>One published vector: a request, how it is to be signed, and what comes out on the way.</summary>
internal sealed class SignatureVector
{
    private static readonly Lazy<Dictionary<string, SignatureVector>> Vectors = new(Load);

    private readonly Dictionary<string, string> _files = [];

    public static IReadOnlyDictionary<string, SignatureVector> All => Vectors.Value;

    public JsonElement Context => JsonDocument.Parse(_files["context.json"]).RootElement;

    public string Secret => Context.GetProperty("credentials").GetProperty("secret_access_key").GetString()!;

    public bool IsNormalized => Context.GetProperty("normalize").GetBoolean();

    public string this[string file] => _files[file].TrimEnd('\n');

    /// <summary>The request of a file, taken apart.</summary>
    public VectorRequest Request(string file)
    {
        var halves = _files[file].Split("\n\n", 2);
        var lines = halves[0].Split('\n');
        var target = lines[0][(lines[0].IndexOf(' ', StringComparison.Ordinal) + 1)..lines[0].LastIndexOf(' ')];
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in lines.Skip(1))
        {
            // A line that begins with a blank goes on with the header before.
            if (char.IsWhiteSpace(line[0]))
                headers[^1] = new(headers[^1].Key, headers[^1].Value + " " + line);
            else if (line.Split(':', 2) is var parts)
                headers.Add(new(parts[0], parts[1]));
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new VectorRequest(
            lines[0].Split(' ')[0],
            question < 0 ? target : target[..question],
            question < 0 ? "" : target[(question + 1)..],
            headers,
            halves.Length < 2 ? "" : halves[1].TrimEnd('\n'));
    }

    private static Dictionary<string, SignatureVector> Load()
    {
        using var resource = typeof(SignatureVector).Assembly.GetManifestResourceStream("sigv4-vectors.tar.gz")!;
        using var archive = new TarReader(new GZipStream(resource, CompressionMode.Decompress));
        var vectors = new Dictionary<string, SignatureVector>();
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null)
                continue;
            var path = entry.Name.Split('/');
            if (!vectors.TryGetValue(path[^2], out var vector))
                vectors[path[^2]] = vector = new SignatureVector();
            using var text = new StreamReader(entry.DataStream, Encoding.UTF8);
            vector._files[path[^1]] = text.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
        }

        return vectors;
    }
}

/// <summary>A request as it was sent.</summary>
internal sealed record VectorRequest(
    string Method,
    string Path,
    string Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string Body)
{
    public string BodyHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));

    public IEnumerable<string> Values(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>Adds the signed headers and ends the canonical form.</summary>
    public void End(CanonicalRequest canonical, string signedHeaders, string payload)
    {
        foreach (var name in signedHeaders.Split(';'))
        {
            canonical.AddHeader(name);
            foreach (var value in Values(name))
                canonical.AddValue(value);
        }

        canonical.End(signedHeaders, payload);
    }
}
